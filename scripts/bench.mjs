// npm run bench: how fast simulate is and what memory it takes, what a diagnosis costs beyond its requests, how long --help takes, how long a large cluster, a large HAR file and ten thousand endpoints take. Names of parts run these alone: npm run bench -- har bulk
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alternate, median, ratio, time } from '../bench/measure.mjs';
import { writeCluster } from '../bench/cluster.mjs';
import { writeContract } from '../bench/contract.mjs';
import { startServer } from '../bench/server.mjs';
import { build } from './build.mjs';
import { bin, root } from './lib/run.mjs';

const COMMAND = join(root, 'dist/bin/whycors.js');
const ENGINES = 4;
const ROUNDS = 15;
const whole = (number) => Math.round(number).toLocaleString('en');
const ms = (number) => `${number.toFixed(0)} ms`;

const built = await build();
if (built !== 0) process.exit(built);
const folder = mkdtempSync(join(tmpdir(), 'whycors-bench-'));
const parts = { simulate, diagnose, help, cluster, har, bulk };
const chosen = process.argv.slice(2);
try {
  for (const [name, run] of Object.entries(parts))
    if (chosen.length === 0 || chosen.includes(name)) await run();
} finally {
  rmSync(folder, { recursive: true });
}

/** JSON lines in, JSON lines out, all engines, the start of the process included. */
async function simulate() {
  console.log('simulate, JSON lines to JSON lines, all engines');
  for (const lines of [10_000, 100_000]) {
    const file = join(folder, `${lines}.jsonl`);
    bin('tsx/dist/cli.mjs', ['bench/scenarios.mjs', String(lines), file]);
    const runs = [];
    for (let round = 0; round < 3; round++) runs.push(await simulateFile(file));
    const taken = median(runs.map((run) => run.ms));
    const peak = Math.max(...runs.map((run) => run.mib));
    console.log(
      `  ${whole(lines).padStart(7)} scenarios  ${whole((lines * ENGINES * 1000) / taken).padStart(7)} evaluations/s  peak memory ${whole(peak)} MiB`,
    );
  }
}

async function simulateFile(file) {
  const out = openSync(join(folder, 'out.jsonl'), 'w');
  try {
    const peak = join(root, 'bench/peak.mjs');
    return await time(['--import', peak, COMMAND, 'simulate', file], { out, peak: true });
  } finally {
    closeSync(out);
  }
}

/** The whole command against a script that only sends the same requests. */
async function diagnose() {
  console.log(`\ndiagnosis of a live call, medians of ${ROUNDS} pairs`);
  const server = await startServer();
  try {
    for (const path of ['/allowed', '/refused']) {
      const command = [COMMAND, `${server.origin}${path}`, '-H', 'X-Custom: 1'];
      await time(command);
      const requests = server.take();
      const bare = [join(root, 'bench/bare.mjs'), JSON.stringify(requests)];
      const [diagnosis, script] = await alternate(ROUNDS, command, bare);
      server.take();
      console.log(
        `  ${path.slice(1).padEnd(7)}  ${requests.length} requests  whycors ${ms(median(diagnosis))}  bare script ${ms(median(script))}  ${ratio(diagnosis, script).toFixed(2)} times`,
      );
    }
  } finally {
    server.close();
  }
}

async function help() {
  const [command, node] = await alternate(ROUNDS, [COMMAND, '--help'], ['-e', '0']);
  console.log(`\n--help, medians of ${ROUNDS} pairs`);
  console.log(
    `  whycors ${ms(median(command))}  node -e 0 ${ms(median(node))}  ${ratio(command, node).toFixed(2)} times`,
  );
}

/** 5,000 Ingress objects with 20,000 paths from one file of YAML, the start of the process included. */
async function cluster() {
  const file = join(folder, 'cluster.yaml');
  writeCluster(file);
  const peak = ['--import', join(root, 'bench/peak.mjs'), COMMAND, 'k8s'];
  const call = ['--url', 'https://h3.example.com/p3/1', '--origin', 'https://app3.example.com'];
  console.log('\n5,000 Ingress objects with 20,000 paths, medians of 3');
  for (const [name, args] of [
    ['k8s', [...peak, file, ...call]],
    ['k8s lint', [...peak, 'lint', file]],
    ['k8s fix', [...peak, 'fix', file, ...call, '-X', 'PROPFIND']],
  ]) {
    const runs = [];
    for (let round = 0; round < 3; round++) runs.push(await time(args, { peak: true }));
    const mib = Math.max(...runs.map((run) => run.mib));
    console.log(
      `  ${name.padEnd(9)} ${(median(runs.map((run) => run.ms)) / 1000).toFixed(1)} s  peak memory ${whole(mib)} MiB`,
    );
  }
}

/** HAR files against reading and parsing them in one piece; V8 has no strings of more than 512 MB. */
async function har() {
  console.log('\nHAR files, medians of 3, against JSON.parse of the file in one piece');
  const file = join(folder, 'large.har');
  for (const [megabytes, bodies] of [
    [100, 500],
    [100, 20_000],
    [500, 20_000],
  ]) {
    // In a process of its own: what this one has used counts for those that it starts.
    await time([join(root, 'bench/har.mjs'), file, String(megabytes), String(bodies)]);
    const peak = ['--import', join(root, 'bench/peak.mjs')];
    const ours = [];
    const parse = [];
    for (let round = 0; round < 3; round++) {
      ours.push(await time([...peak, COMMAND, 'har', file, '--json'], { peak: true }));
      parse.push(await time([...peak, join(root, 'bench/json-parse.mjs'), file], { peak: true }));
    }
    const [mine, theirs] = [ours, parse].map((runs) => median(runs.map((run) => run.ms)));
    const mib = (runs) => Math.round(Math.max(...runs.map((run) => run.mib)));
    console.log(
      `  ${megabytes} MB, bodies of ${whole(bodies)}  whycors ${(mine / 1000).toFixed(1)} s, ${mib(ours)} MiB  JSON.parse ${(theirs / 1000).toFixed(1)} s, ${mib(parse)} MiB  ${(mine / theirs).toFixed(2)} times`,
    );
  }
}

/** 10,000 endpoints on loopback, against undici sending the same requests. */
async function bulk() {
  console.log('\ncheck of 10,000 endpoints with preflights, medians of 5, against bare undici');
  const server = spawn(process.execPath, [join(root, 'bench/fast-server.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [first] = await once(server.stdout, 'data');
  const port = Number(String(first));
  const file = join(folder, 'bulk.yaml');
  try {
    const peak = ['--import', join(root, 'bench/peak.mjs')];
    const check = (...more) => [...peak, COMMAND, 'check', file, '--report', 'json', ...more];
    const bare = [join(root, 'bench/bare-undici.mjs'), String(port), '10000', '8'];
    const mine = [];
    const theirs = [];
    for (let round = 0; round < 5; round++) {
      writeContract(file, port, 10_000);
      mine.push(await time(check(), { peak: true }));
      theirs.push(await time(bare));
    }
    const [ours, undici] = [mine, theirs].map((runs) => median(runs.map((run) => run.ms)));
    const mib = Math.max(...mine.map((run) => run.mib));
    console.log(
      `  whycors ${whole(10_000_000 / ours)} endpoints/s, ${whole(mib)} MiB  undici ${whole(10_000_000 / undici)} endpoints/s  ${Math.round((undici / ours) * 100)} %`,
    );
  } finally {
    server.stdin.end();
  }
}
