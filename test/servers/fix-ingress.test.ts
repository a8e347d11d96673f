import { afterAll } from 'vitest';
import { faultyIngress } from './ingress.js';
import { mendsEach } from './mending.js';

const server = faultyIngress();
afterAll(server.stop);
mendsEach(server);
