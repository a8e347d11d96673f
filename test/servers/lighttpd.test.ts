import { afterAll } from 'vitest';
import { diagnosesEach } from './diagnosing.js';
import { faultyLighttpd } from './lighttpd.js';

const server = faultyLighttpd();
afterAll(server.stop);
diagnosesEach(server);
