import { afterAll } from 'vitest';
import { diagnosesEach } from './diagnosing.js';
import { faultyVarnish } from './varnish.js';

const server = faultyVarnish();
afterAll(server.stop);
diagnosesEach(server);
