// npm test: sets everything up, builds, runs all suites, ends with one line of counts.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureDebianPackages } from './lib/debian.mjs';
import { bin, root } from './lib/run.mjs';

const built = await build();
if (built !== 0) process.exit(built);
ensureDebianPackages();

const results = join(root, 'build/test-results.json');
rmSync(results, { force: true });
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
const status = bin('vitest/vitest.mjs', ['run', ...reporters, ...process.argv.slice(2)]);

const { testResults = [] } = readJson(results);
const tests = testResults.flatMap((file) =>
  file.assertionResults.map((test) => ({ ...test, file: file.name })),
);
const count = (...states) => tests.filter(({ status: state }) => states.includes(state)).length;
const broken = testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
);
const skipped = tests.filter(({ status: state }) =>
  ['skipped', 'pending', 'todo', 'disabled'].includes(state),
);
for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
for (const { name, message } of broken) console.log(`did not load: ${name} (${message})`);

const inCi = process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false';
const failed = count('failed') + broken.length + (inCi ? skipped.length : 0);
if (inCi && skipped.length > 0) console.log('In CI a skipped test is a failure.');
console.log(`${count('passed')} passed, ${failed} failed`);
process.exit(status !== 0 || failed > 0 || count('passed') === 0 ? 1 : 0);

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error('The test runner left no results.');
    return {};
  }
}
