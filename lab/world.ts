import { ReplayDriver, type ReplayExchange } from '../src/drivers/replay/replay.js';
import type { Scenario } from '../src/inputs/scenario/types.js';
import { isNetworkFailure, type Header, type HeaderList } from '../src/protocol/index.js';
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

interface Running {
  readonly scenario: Scenario;
  readonly driver: ReplayDriver;
  readonly seen: SeenRequest[];
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
      this.#scenarios.set(scenario.id, { scenario: real, driver, seen: [], index: 0 });
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
        .map(([name, value]): Header => [name.toLowerCase(), value]),
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

  close(): void {
    for (const server of this.#servers) server.close();
  }
}

/** HTTP caches are not simulated, so a scenario that says nothing of them is kept out of them. */
function uncached(headers: HeaderList): HeaderList {
  const said = headers.some(([name]) => name.toLowerCase() === 'cache-control');
  return said ? headers : [...headers, ['Cache-Control', 'no-store']];
}

function fails({ preflight, response }: Scenario['exchanges'][number]): boolean {
  return [preflight, response].some((answer) => answer !== undefined && 'error' in answer);
}
