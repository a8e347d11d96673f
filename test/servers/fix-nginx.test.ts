import { mendsEach } from './mending.js';
import { FAULTS } from './nginx-faults.js';
import { nginxConfig, startNginx, writeNginx } from './nginx.js';

mendsEach({
  title: 'nginx',
  packages: ['nginx-light'],
  faults: FAULTS,
  write: (folder, port) => {
    const locations = FAULTS.map(
      ([path, block]) => `        location ${path} { # ${path}\n            ${block}\n        }`,
    );
    return writeNginx(folder, nginxConfig(folder, port, locations.join('\n')));
  },
  start: startNginx,
});
