import { diagnosesEach } from './diagnosing.js';
import { faultyNginx } from './nginx.js';

diagnosesEach(faultyNginx);
