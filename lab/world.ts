import { ReplayDriver, type ReplayExchange } from '../src/drivers/replay/replay.js';
import type { Scenario } from '../src/inputs/scenario/types.js';
import { isNetworkFailure, type Header, type HeaderList } from '../src/protocol/index.js';
import { headersOf } from './answers.js';
import { makeAuthority } from './certificates.js';
import { listenRaw, type RawRequest, type RawResponse } from './http-server.js';

/** The ports that scenarios are written with; the lab listens on them where they are free. */
export const PORTS = { http: [8801, 8802], https: [8843, 8844] } as const;

/** The request-headers that are compared. */
const KEPT = /^(origin|cookie|access-control-request-(method|headers))$/i;

/** A request as a scenario's servers saw it. */
export interface SeenRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly Header[];
  /** Position in the scenario's `requests` when it came. */
  readonly index: number;
}

/** Where control requests of the lab's pages go; no scenario has such a path. */
export const CONTROL = '/__lab/';

/** The request-header of a page that fills the jar: the scenario's id and the cookie's position. */
export const SEED = 'x-lab-cookie';

interface Running {
  readonly scenario: Scenario;
  readonly driver: ReplayDriver;
  readonly seen: SeenRequest[];
  /** Names of the cookies that it has to do with. */
  readonly cookies: ReadonlySet<string>;
  index: number;
}

export type ControlHandler = (
  request: RawRequest,
  path: string,
) => RawResponse | Promise<RawResponse> | null;

/**
 * The servers of the lab: they answer for all origins at once. Every scenario
 * has a path of its own (`/<id>/…`), by which its requests are told apart.
 */
export class World {
  readonly #scenarios = new Map<string, Running>();
  readonly #servers: { readonly port: number; close(): void }[] = [];
  /** Real ports by the ports that scenarios are written with. */
  readonly #ports = new Map<number, number>();
  control: ControlHandler = () => null;

  /** Listens on all ports, http and https, with a certificate of the lab's own authority. */
  static async start(): Promise<World> {
    const world = new World();
    const authority = await makeAuthority('whycors lab');
    const { certPem, keyPem } = await authority.issue({
      names: ['localhost', 'api.localhost', 'app.localhost'],
      ips: ['127.0.0.1'],
    });
    world.authorityPem = authority.certPem;
    for (const port of PORTS.http) await world.#listen(port);
    for (const port of PORTS.https) await world.#listen(port, { cert: certPem, key: keyPem });
    return world;
  }

  authorityPem = '';

  async #listen(port: number, tls?: { cert: string; key: string }): Promise<void> {
    const handler = (request: RawRequest): RawResponse | Promise<RawResponse> =>
      this.#answer(request);
    const server = await listenRaw(handler, port, tls).catch(() => listenRaw(handler, 0, tls));
    this.#servers.push(server);
    this.#ports.set(port, server.port);
  }

  /** A text with the ports of scenarios replaced by those that are really listened on. */
  toReal(text: string): string {
    return this.#replacePorts(text, [...this.#ports]);
  }

  /** The other way round. */
  fromReal(text: string): string {
    return this.#replacePorts(
      text,
      [...this.#ports].map(([from, to]) => [to, from]),
    );
  }

  #replacePorts(text: string, pairs: readonly (readonly number[])[]): string {
    let replaced = text;
    for (const [from, to] of pairs) {
      if (from !== to) replaced = replaced.replaceAll(`:${from}`, `:${to}`);
    }
    return replaced;
  }

  /**
   * Takes scenarios in; their requests are answered from now on.
   * @throws for a scenario whose network fails: servers cannot do that
   */
  load(scenarios: readonly Scenario[]): void {
    this.#scenarios.clear();
    for (const scenario of scenarios) {
      if (scenario.exchanges.some(fails)) {
        throw new Error(`${scenario.id}: the lab cannot run answers with "error".`);
      }
      const real = JSON.parse(this.toReal(JSON.stringify(scenario))) as Scenario;
      const driver = new ReplayDriver(real.exchanges as readonly ReplayExchange[]);
      const cookies = cookieNames(real);
      this.#scenarios.set(scenario.id, { scenario: real, driver, seen: [], cookies, index: 0 });
    }
  }

  /** The scenario as it is run: with the real ports. */
  real(id: string): Scenario | undefined {
    return this.#scenarios.get(id)?.scenario;
  }

  /** From now on requests of this scenario belong to the request at this position. */
  mark(id: string, index: number): void {
    const running = this.#scenarios.get(id);
    if (running) running.index = index;
  }

  /** What came in for a scenario so far, and forgets it. */
  take(id: string): SeenRequest[] {
    return this.#scenarios.get(id)?.seen.splice(0) ?? [];
  }

  #answer(request: RawRequest): RawResponse | Promise<RawResponse> {
    if (request.target.startsWith(CONTROL)) {
      return (
        this.control(request, request.target.slice(CONTROL.length)) ?? { status: 404, headers: [] }
      );
    }
    const seed = request.headers.find(([name]) => name.toLowerCase() === SEED)?.[1];
    if (seed !== undefined) return this.#seed(seed);
    const id = /^\/([^/?]+)\//.exec(request.target)?.[1] ?? '';
    const running = this.#scenarios.get(id);
    if (!running) return { status: 404, headers: [] };
    const preflight =
      request.method === 'OPTIONS' &&
      request.headers.some(([name]) => name.toLowerCase() === 'access-control-request-method');
    running.seen.push({
      url: request.url,
      method: request.method,
      headers: request.headers
        .filter(([name]) => KEPT.test(name))
        .map(([name, value]): Header => [name.toLowerCase(), value])
        .flatMap((header) => ownCookies(header, running.cookies)),
      index: running.index,
    });
    const answer = running.driver.answer({
      kind: preflight ? 'preflight' : 'request',
      url: request.url,
      method: request.method,
      headers: [],
      body: null,
      credentials: false,
      redirectCount: 0,
    });
    if (isNetworkFailure(answer)) throw new Error('load() takes no such scenario');
    return {
      status: answer.status,
      headers: uncached(answer.headers),
      body: answer.status === 200 && !preflight ? 'x' : '',
    };
  }

  /** Answers with a cookie that a scenario starts with. */
  #seed(which: string): RawResponse {
    const [id = '', index] = which.split(' ');
    const set = this.real(id)?.cookies?.[Number(index)]?.set ?? '';
    const headers: Header[] = [
      ['Cache-Control', 'no-store'],
      ['Set-Cookie', set],
    ];
    return { status: 204, headers };
  }

  close(): void {
    for (const server of this.#servers) server.close();
  }
}

/** The names of all cookies that a scenario starts with or that its answers set. */
function cookieNames({ cookies = [], exchanges }: Scenario): ReadonlySet<string> {
  const answers = exchanges.flatMap(({ preflight, response }) => [preflight, response]);
  const lines = answers
    .flatMap((answer) => headersOf(answer))
    .filter(([name]) => name.toLowerCase() === 'set-cookie')
    .map(([, value]) => value);
  return new Set([...cookies.map(({ set }) => set), ...lines].map((line) => nameOf(line)));
}

/** A Cookie header without what scenarios that run beside this one have set for all paths. */
function ownCookies([name, value]: Header, own: ReadonlySet<string>): Header[] {
  if (name !== 'cookie') return [[name, value]];
  const left = value.split('; ').filter((pair) => own.has(nameOf(pair)));
  return left.length === 0 ? [] : [[name, left.join('; ')]];
}

/** The name in a Cookie or Set-Cookie pair; what has no name goes by its value. */
function nameOf(text: string): string {
  const [, name = '', value = ''] = /^([^=;]*)=?([^;]*)/.exec(text) ?? [];
  return name.trim() === '' ? value.trim() : name.trim();
}

/** HTTP caches are not simulated, so a scenario that says nothing of them is kept out of them. */
function uncached(headers: HeaderList): HeaderList {
  const said = headers.some(([name]) => name.toLowerCase() === 'cache-control');
  return said ? headers : [...headers, ['Cache-Control', 'no-store']];
}

function fails({ preflight, response }: Scenario['exchanges'][number]): boolean {
  return [preflight, response].some((answer) => answer !== undefined && 'error' in answer);
}
