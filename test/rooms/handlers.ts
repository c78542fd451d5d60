import { room } from '../support/room.ts';

// Its own, for it replaces the clients of AWS, and for good.
room('handlers');
