import { afterAll } from 'vitest';
import { faultyApache } from './apache.js';
import { mendsEach } from './mending.js';

const server = faultyApache();
afterAll(server.stop);
mendsEach(server);
