import { afterAll } from 'vitest';
import { faultyApache } from './apache.js';
import { diagnosesEach } from './diagnosing.js';

const server = faultyApache();
afterAll(server.stop);
diagnosesEach(server);
