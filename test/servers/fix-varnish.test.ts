import { afterAll } from 'vitest';
import { mendsEach } from './mending.js';
import { faultyVarnish } from './varnish.js';

const server = faultyVarnish();
afterAll(server.stop);
mendsEach(server);
