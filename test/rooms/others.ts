import { room } from '../support/room.ts';

room('dashboard', 'docs', 'events', 'logs', 'support');
