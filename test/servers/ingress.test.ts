import { afterAll } from 'vitest';
import { diagnosesEach } from './diagnosing.js';
import { faultyIngress } from './ingress.js';

const server = faultyIngress();
afterAll(server.stop);
diagnosesEach(server);
