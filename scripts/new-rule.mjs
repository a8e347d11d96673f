// npm run new:rule -- <id>: the files of a new rule, ready to be filled in.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from './lib/run.mjs';

const id = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) {
  console.error('Name the cause in kebab-case: npm run new:rule -- origin-list-in-one-header');
  process.exit(2);
}
const scenario = {
  id,
  origin: 'http://localhost:3000',
  request: { url: 'http://api.example.com/orders' },
  exchanges: [{ url: 'http://api.example.com/orders', response: { status: 200, headers: [] } }],
};
const files = {
  [`src/rules/${id}.ts`]: `import { problemOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

const CODES = ['allow-origin-missing'] as const;

/** What the cause is, and the section of the standard that makes it one. */
export const rule = defineRule({
  id: '${id}',
  when: CODES,
  check(context) {
    const problem = problemOf(context, CODES);
    if (!problem) return null;
    return {
      confidence: 'possible',
      side: 'server',
      args: { origin: context.origin },
      evidence: headerEvidence(context, problem.exchange, 'access-control-allow-origin'),
    };
  },
});
`,
  [`src/reporters/wording/${id}.ts`]: `import type { rule } from '../../rules/${id}.js';
import { code, type RuleWording } from './wording.js';

export const wording: RuleWording<typeof rule> = {
  title: 'A heading of at most 60 characters',
  cause: ({ origin }) => \`What was really seen, in one sentence, for \${code(origin)}.\`,
  change: () => ['What to change, one step an item.'],
};
`,
  [`docs/rules/${id}.md`]: `# A heading of at most 60 characters

What happens, in a few sentences.

## Why

What the standard says, and why.

## How to make sure

    curl -i -H 'Origin: http://localhost:3000' http://api.example.com/orders

## Fix

What to change, with an example.

## Not to be confused with

- \`no-cors-headers\`: The server has no CORS headers

## Example

A scenario for \`whycors simulate\`:

\`\`\`json scenario
${JSON.stringify(scenario, null, 2)}
\`\`\`
`,
};
for (const [file, text] of Object.entries(files)) {
  const path = join(root, file);
  if (existsSync(path)) {
    console.error(`${file} exists already.`);
    process.exit(2);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`wrote ${file}`);
}
console.log('next: a near miss in test/rules/near-misses.ts');
process.exit(run(process.execPath, ['scripts/generate-rules.mjs']));
