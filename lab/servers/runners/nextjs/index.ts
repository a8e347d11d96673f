import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  emitSites,
  linkPackages,
  packageVersions,
  refusesMethod,
  type EmittedSite,
} from '../../node-apps.js';
import { freePorts } from '../../ports.js';
import { startProcess } from '../../process.js';
import type { Endpoint, Ground, RunningServer, ServerRunner } from '../../server.js';

const NEXT = 'node_modules/next/dist/bin/next';
const ENVIRONMENT = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };

/** A route handler for every path; OPTIONS is refused as by one that wants a token. */
const ROUTE = `export const dynamic = 'force-dynamic';
function answer(request) {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith('/boom')) throw new Error('boom');
  if (pathname.endsWith('/own')) return new Response('{}', { headers: { 'Access-Control-Allow-Origin': 'https://own.test' } });
  return pathname.endsWith('/nothing') ? new Response('', { status: 404 }) : Response.json({});
}
export { answer as GET, answer as POST, answer as PUT, answer as PATCH, answer as DELETE };
export function OPTIONS() {
  return new Response(null, { status: 401 });
}
`;

/**
 * One Next.js project, built once. Every emitted proxy.ts is a module of its
 * own, as it is; a proxy.ts calls the one whose matcher it is, with all their
 * matchers as its own, because a project has one proxy.ts and one build takes seconds.
 */
export const runner: ServerRunner = {
  target: 'nextjs',
  packages: [],
  version: () => Promise.resolve(packageVersions('next')),
  start,
};

async function start({ sites, folder }: Ground): Promise<RunningServer> {
  const { emitted, cannot } = emitSites('nextjs', sites);
  const [port = 0] = await freePorts(1);
  await linkPackages(folder);
  await mkdir(join(folder, 'sites'));
  await mkdir(join(folder, 'app/[...path]'), { recursive: true });
  const files: readonly (readonly [string, string])[] = [
    ['package.json', '{ "private": true, "type": "module" }\n'],
    // The packages are a link to a folder outside of the project.
    ['next.config.mjs', "export default { turbopack: { root: '/' } };\n"],
    ['app/[...path]/route.js', ROUTE],
    ['app/layout.js', 'export default ({ children }) => <html><body>{children}</body></html>;\n'],
    ['proxy.ts', dispatcher(emitted)],
    ...emitted.map(({ pieces }, index) => [`sites/site${index}.ts`, pieces.join('\n')] as const),
  ];
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  await build(folder);
  const args = [NEXT, 'start', '-p', String(port), '-H', '127.0.0.1'];
  const { stop } = await startProcess(process.execPath, args, {
    ports: [port],
    cwd: folder,
    env: ENVIRONMENT,
  });
  const endpoints: Endpoint[] = [...cannot, ...emitted.map(({ site }) => ({ site, port }))];
  return { endpoints, configuration: null, refusesMethod, stop };
}

/** A proxy.ts that hands each request to the site whose matcher covers its path. */
function dispatcher(emitted: readonly EmittedSite[]): string {
  const matchers = emitted.map(({ pieces }) => /matcher: ('.*')/.exec(pieces.join('\n'))?.[1]);
  const called = emitted.flatMap(({ site }, index) =>
    matchers[index] === undefined ? [] : [{ index, path: site.path }],
  );
  return `import { NextResponse, type NextRequest } from 'next/server';
${called.map(({ index }) => `import { proxy as site${index} } from './sites/site${index}';\n`).join('')}
const SITES: Record<string, (request: NextRequest) => NextResponse> = {
${called.map(({ index, path }) => `  '${path}': site${index},\n`).join('')}};

export function proxy(request: NextRequest) {
  const [, first = ''] = request.nextUrl.pathname.split('/');
  return SITES['/' + first]?.(request) ?? NextResponse.next();
}

export const config = { matcher: [${matchers.filter((each) => each !== undefined).join(', ')}] };
`;
}

function build(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [NEXT, 'build', '--turbopack'], {
      cwd: folder,
      env: { ...process.env, ...ENVIRONMENT },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => void (output += text));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`next build: ${code}\n${output}`)),
    );
  });
}
