// npm run demo: installs, builds, starts the broken shop and takes a tour of it with the real command.
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './lib/run.mjs';

const built = await build();
if (built !== 0) process.exit(built);
const { runDemo } = await import(join(root, 'dist/demo/tour.js'));
process.exitCode = await runDemo({
  command: join(root, 'dist/bin/whycors.js'),
  once: process.argv.includes('--once'),
});
