import { mendsEach } from './mending.js';
import { faultyNginx } from './nginx.js';

mendsEach(faultyNginx);
