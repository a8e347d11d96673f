import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  findBrowser,
  REQUEST_FUNCTIONS,
  startBrowser,
  type PageResult,
} from '../../src/browsers/index.js';
import { allowedTrials, refusedTrials, type Trial } from '../../src/policy/index.js';
import { parseUrl } from '../../src/protocol/index.js';
import { startFront } from './front.js';
import type { RunningServer, Site } from './server.js';
import type { Disagreement } from './try.js';

const HOST = 'api.example.com';
/** A page around sandboxed frames. */
const AROUND = 'http://localhost';

/** A real Chromium that asks servers of the lab. */
export interface AskingChromium {
  /** Name and version, as it says it. */
  readonly version: string;
  /**
   * Has pages make requests of every `step`-th policy that a server runs: one that it is to
   * allow and one that it is to refuse.
   */
  readonly sample: (server: RunningServer, step: number) => Promise<Sampled>;
  readonly close: () => Promise<void>;
}

/** What Chromium made of a sample. */
export interface Sampled {
  readonly requests: number;
  readonly disagreements: readonly Disagreement[];
}

interface Question {
  readonly trial: Trial;
  readonly site: Site;
  readonly port: number;
  readonly intended: 'allowed' | 'blocked';
}

/**
 * Starts a Chromium for which a host of the lab is this machine.
 * @throws where there is none, with a sentence that says what to install
 */
export async function startAsking(): Promise<AskingChromium> {
  const { program, missing } = findBrowser('chromium', process.env);
  if (program === null) throw new Error(missing);
  const front = await startFront([HOST]);
  const profile = await mkdtemp(join(tmpdir(), 'whycors-lab-chromium-'));
  const browser = await startBrowser('chromium', {
    program,
    profile,
    env: process.env,
    insecure: true,
    resolve: [{ host: HOST, port: front.port, address: '127.0.0.1' }],
  });
  let asked = 0;

  const ask = async (questions: readonly Question[]): Promise<readonly PageResult[]> => {
    const [first] = questions;
    if (first === undefined) return [];
    front.lead(first.port);
    const requests = questions.map(({ trial: { request } }) => {
      const { body, ...rest } = request;
      const url = new URL(request.url);
      // No answer of one server is remembered for the next.
      url.search = `?${asked++}`;
      url.port = String(front.port);
      return { ...rest, url: url.href, ...(body === null ? {} : { body }) };
    });
    const { origin } = first.trial;
    const opaque = origin === 'null';
    const html = pageOf(JSON.stringify(requests), opaque);
    const text = await browser.runDocument!(`${opaque ? AROUND : origin}/`, html);
    return JSON.parse(text) as PageResult[];
  };

  return {
    version: browser.version,
    sample: async (server, step) => {
      const disagreements: Disagreement[] = [];
      const groups = grouped(questionsFor(server, step));
      for (const group of groups) {
        const results = await ask(group);
        for (const [index, { site, trial, intended }] of group.entries()) {
          const result = results[index];
          if (result?.verdict === intended) continue;
          const detail = `Chromium: ${result?.verdict}, not ${intended} (${result?.thrown ?? ''})`;
          disagreements.push({ site: site.name, trial: trial.about, kind: 'browser', detail });
        }
      }
      return { requests: groups.flat().length, disagreements };
    },
    close: async () => {
      await browser.close();
      await front.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function questionsFor({ endpoints, refusesMethod }: RunningServer, step: number): Question[] {
  return endpoints.flatMap((endpoint, at) => {
    if (!('port' in endpoint) || at % step !== 0) return [];
    const { site, port } = endpoint;
    const url = `https://${HOST}${site.path}/orders`;
    const can = ({ origin, request }: Trial): boolean =>
      isPage(origin) && refusesMethod?.(request.method) !== true;
    const allowed = allowedTrials(site.policy, url).filter(can);
    const refused = refusedTrials(site.policy, url).filter(can);
    const some = [
      [allowed.at(-1), 'allowed'],
      [refused[at % Math.max(1, refused.length)], 'blocked'],
    ] as const;
    return some.flatMap(([trial, intended]) =>
      trial === undefined ? [] : [{ trial, site, port, intended }],
    );
  });
}

/** Whether Chromium can be made to show a page at an origin. */
function isPage(origin: string): boolean {
  if (origin === 'null') return true;
  const url = parseUrl(origin);
  if (url?.origin !== origin || !/^https?:$/.test(url.protocol)) return false;
  // Chromium opens no page at the ports of other protocols.
  return url.port === '' || Number(url.port) > 1023;
}

/** One page for all that are asked from the same origin at the same port. */
function grouped(questions: readonly Question[]): readonly (readonly Question[])[] {
  const groups = new Map<string, Question[]>();
  for (const question of questions) {
    const key = `${question.port} ${question.trial.origin}`;
    groups.set(key, [...(groups.get(key) ?? []), question]);
  }
  return [...groups.values()];
}

function pageOf(requests: string, sandboxed: boolean): string {
  const start = `${REQUEST_FUNCTIONS}
globalThis.whycorsStart = async () => {
  const results = [];
  for (const request of ${requests}) results.push(await byFetch(request));
  return JSON.stringify(results);
};`;
  if (!sandboxed) return `<!doctype html><script>${start}</script>`;
  const inner = `<script>${start}
addEventListener('message', async () => parent.postMessage(await whycorsStart(), '*'), { once: true });</script>`;
  return `<!doctype html><iframe sandbox="allow-scripts" srcdoc="${inner.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe><script>
globalThis.whycorsStart = () => new Promise((resolve) => {
  addEventListener('message', (event) => resolve(event.data), { once: true });
  document.querySelector('iframe').contentWindow.postMessage('start', '*');
});</script>`;
}
