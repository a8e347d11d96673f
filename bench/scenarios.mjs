// Writes generated scenarios as JSON lines: tsx bench/scenarios.mjs COUNT FILE
import { closeSync, openSync, writeSync } from 'node:fs';
import { generate } from '../lab/generate/generate.js';

const BATCH = 2000;
const [count, file] = [Number(process.argv[2]), process.argv[3]];
const out = openSync(file, 'w');
for (let done = 0; done < count; done += BATCH) {
  const batch = generate(Math.min(BATCH, count - done), 1 + done);
  writeSync(out, batch.map((scenario) => `${JSON.stringify(scenario)}\n`).join(''));
}
closeSync(out);
