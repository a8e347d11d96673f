import { afterAll } from 'vitest';
import { faultyLighttpd } from './lighttpd.js';
import { mendsEach } from './mending.js';

const server = faultyLighttpd();
afterAll(server.stop);
mendsEach(server);
