// Loaded into a measured process: writes its peak resident set size, in KiB, to file descriptor 3.
import { writeSync } from 'node:fs';

process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
