// npm run check: types, lint, format, dead code, package shape, generated files.
import { build } from './build.mjs';
import { bin, run } from './lib/run.mjs';

const node = (script, ...args) => run(process.execPath, [script, ...args]);

const CHECKS = [
  ['types', () => bin('typescript/bin/tsc', ['-b'])],
  ['lint', () => bin('oxlint/bin/oxlint', ['--deny-warnings'])],
  ['format', () => bin('oxfmt/bin/oxfmt', ['--check'])],
  ['dead code and dependencies', () => bin('knip/bin/knip.js', [])],
  ['package', () => bin('publint/src/cli.js', ['--strict'])],
  [
    'types of the package',
    () => bin('@arethetypeswrong/cli/dist/index.js', ['--pack', '.', '--profile', 'esm-only']),
  ],
  ['generated: rules', () => node('scripts/generate-rules.mjs', '--check')],
  ['generated: engines', () => node('scripts/generate-engines.mjs', '--check')],
  ['generated: targets', () => node('scripts/generate-targets.mjs', '--check')],
  ['generated: targets of the page', () => node('scripts/generate-page-targets.mjs', '--check')],
  ['generated: table of targets', () => node('scripts/generate-targets-table.mjs', '--check')],
  ['generated: API', () => node('scripts/generate-api.mjs', '--check')],
  ['generated: messages', () => node('scripts/generate-messages.mjs', '--check')],
];

if ((await build()) !== 0) process.exit(1);
const failed = [];
for (const [name, check] of CHECKS) {
  const started = Date.now();
  const ok = check() === 0;
  console.log(`${ok ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (!ok) failed.push(name);
}
console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
