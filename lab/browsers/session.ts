import type { PageResult } from '../../src/browsers/index.js';
import type { Scenario } from '../../src/inputs/scenario/types.js';
import type { Header } from '../../src/protocol/index.js';
import type { RawRequest, RawResponse } from '../http-server.js';
import { FRAMING_ORIGIN } from '../generate/values.js';
import { CONTROL, PORTS, World, type SeenRequest } from '../world.js';
import { pageScript } from './page.js';
import { seedScript, seedsByOrigin } from './seeds.js';

/** What one scenario led to: in the page, and at the servers. */
export interface Observed {
  readonly results: readonly PageResult[];
  readonly seen: readonly SeenRequest[];
}

/** Scenarios that one page runs: same origin, same context. */
interface Batch {
  readonly number: number;
  readonly origin: string;
  readonly context: 'window' | 'worker';
  readonly ids: readonly string[];
}

/** Scenarios that one page runs before it makes room for a fresh one. */
const BATCH_SIZE = 1_000;

/** Milliseconds after which a page that says nothing is given up. */
const PATIENCE = 60_000;

const CACHED_PREFLIGHT: readonly Header[] = [
  ['Access-Control-Allow-Methods', 'PUT'],
  ['Access-Control-Max-Age', '600'],
];

const OPEN: readonly Header[] = [
  ['Access-Control-Allow-Origin', '*'],
  ['Cache-Control', 'no-store'],
];

/** Runs scenarios in pages of a browser that is told only which URL to open. */
export class Session {
  readonly #world: World;
  readonly #keepsCookies: boolean;
  readonly #batches: Batch[] = [];
  readonly #observed = new Map<string, Observed>();
  readonly #ended = new Set<number>();
  #heard = Date.now();

  /** @param keepsCookies whether all pages are opened in one browser, so that the first one can fill the jar for all */
  constructor(world: World, scenarios: readonly Scenario[], keepsCookies: boolean) {
    this.#world = world;
    this.#keepsCookies = keepsCookies;
    world.load(scenarios);
    world.control = (request, path) => this.#control(request, path);
    for (const group of groupBy(scenarios, keyOf).values()) {
      for (let start = 0; start < group.length; start += BATCH_SIZE) {
        const ids = group.slice(start, start + BATCH_SIZE).map(({ id }) => id);
        const { origin, context = 'window' } = group[0]!;
        this.#batches.push({ number: this.#batches.length, origin, context, ids });
      }
    }
  }

  /** The pages to open, one after the other. */
  get pages(): readonly string[] {
    return this.#batches.map((batch) => this.#steps(batch)[0]!);
  }

  /** The pages of a batch: one for each origin that sets cookies, then the one that runs it. */
  #steps(batch: Batch): string[] {
    const { number } = batch;
    const seeds = [...this.#seeds(batch).keys()].map(
      (origin, at) => `${origin}${CONTROL}seed?batch=${number}&at=${at}`,
    );
    return [...seeds, this.#world.toReal(`${pageOrigin(batch)}${CONTROL}page?batch=${number}`)];
  }

  /** The cookies to set before a batch: its own, or those of all before the first one. */
  #seeds({ number, ids }: Batch): ReturnType<typeof seedsByOrigin> {
    const all = this.#batches.flatMap((one) => one.ids);
    const needed = this.#keepsCookies ? (number === 0 ? all : []) : ids;
    return seedsByOrigin(needed.flatMap((id) => this.#world.real(id) ?? []));
  }

  /** Fills the jar from one origin and goes on to the next step. */
  #seedPage(batch: Batch, at: number): string {
    const groups = [...this.#seeds(batch).values()][at] ?? [];
    return `<script>${seedScript(groups, this.#steps(batch)[at + 1]!)}</script>`;
  }

  /** By address, of another origin than the page, and of its scheme so that it is no mixed content. */
  #warmUp(batch: Batch): string {
    const scheme = pageOrigin(batch).startsWith('https:') ? 'https' : 'http';
    const port = PORTS[scheme].find((one) => !pageOrigin(batch).endsWith(`:${one}`));
    return this.#world.toReal(
      `${scheme}://127.0.0.1:${port}${CONTROL}warm-up?batch=${batch.number}`,
    );
  }

  /** Resolves when the page has run all its scenarios, rejects when it has gone silent. */
  async ended(page: number): Promise<void> {
    this.#heard = Date.now();
    while (!this.#ended.has(page)) {
      if (Date.now() - this.#heard > PATIENCE) throw new Error(`page ${page} has gone silent`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  get observed(): ReadonlyMap<string, Observed> {
    return this.#observed;
  }

  #control(request: RawRequest, path: string): RawResponse | null {
    this.#heard = Date.now();
    const url = new URL(path, 'http://lab');
    const batch = this.#batches[Number(url.searchParams.get('batch') ?? 0)]!;
    const base = request.url.slice(0, request.url.indexOf(CONTROL)) + CONTROL;
    switch (url.pathname) {
      case '/page':
        return html(batch.origin === 'null' ? frame(base, batch) : document(base, batch));
      case '/seed':
        return html(this.#seedPage(batch, Number(url.searchParams.get('at'))));
      case '/frame':
        return html(document(base, batch));
      case '/script.js':
        return ok('text/javascript', pageScript(base, batch.number, this.#warmUp(batch)));
      case '/warm-up':
        return ok('text/plain', '', CACHED_PREFLIGHT);
      case '/batch':
        return ok('application/json', JSON.stringify(batch.ids.map((id) => this.#world.real(id))));
      case '/mark':
        this.#world.mark(url.searchParams.get('id') ?? '', Number(url.searchParams.get('index')));
        return ok('text/plain', '');
      case '/results':
        for (const { id, results } of JSON.parse(request.body) as {
          id: string;
          results: PageResult[];
        }[]) {
          this.#observed.set(id, { results, seen: this.#world.take(id) });
        }
        return ok('text/plain', '');
      case '/done':
        this.#ended.add(batch.number);
        return ok('text/plain', '');
      default:
        return null;
    }
  }
}

function keyOf({ origin, context = 'window' }: Scenario): string {
  return `${origin} ${context}`;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** A sandboxed frame needs a page around it. */
function pageOrigin({ origin }: Batch): string {
  return origin === 'null' ? FRAMING_ORIGIN : origin;
}

function document(base: string, { number, context }: Batch): string {
  const script = `${base}script.js?batch=${number}`;
  return context === 'worker'
    ? `<script>new Worker(${JSON.stringify(script)}, { type: 'module' });</script>`
    : `<script src=${JSON.stringify(script)}></script>`;
}

function frame(base: string, { number }: Batch): string {
  return `<iframe sandbox="allow-scripts" src="${base}frame?batch=${number}"></iframe>`;
}

function html(body: string): RawResponse {
  return ok(
    'text/html',
    `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${body}`,
  );
}

function ok(type: string, body: string, more: readonly Header[] = []): RawResponse {
  return {
    status: 200,
    headers: [['Content-Type', `${type}; charset=utf-8`], ...OPEN, ...more],
    body: Buffer.from(body, 'utf8').toString('latin1'),
  };
}
