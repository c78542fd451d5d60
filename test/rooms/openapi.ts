import { room } from '../support/room.ts';

room('openapi');
