import { NETWORK_FAILURES, parseUrl } from '../../protocol/index.js';
import type { InputProblem, Read } from '../problem.js';
import type { Scenario } from './types.js';

const INITIATORS = ['fetch', 'xhr'];
const CONTEXTS = ['window', 'worker'];
const CREDENTIALS = ['omit', 'same-origin', 'include'];
const MODES = ['cors', 'no-cors', 'same-origin'];
const REDIRECTS = ['follow', 'error', 'manual'];

const ADDRESS_SPACES = ['public', 'local', 'loopback'];

const SERIALIZED = 'must be a serialized origin such as "http://localhost:3000", or "null"';

type Json = Record<string, unknown>;

/**
 * Reads a scenario from parsed JSON. Every problem is named by its JSON path.
 * Keys that it does not know are left alone, so that scenarios can carry more
 * than this version understands (a record of what browsers did, for instance).
 */
export function readScenario(json: unknown): Read<Scenario> {
  const reader = new Reader();
  reader.scenario(json);
  const { problems } = reader;
  return { value: problems.length === 0 ? (json as Scenario) : null, problems };
}

class Reader {
  readonly problems: InputProblem[] = [];

  scenario(json: unknown): void {
    if (!isObject(json)) return this.#bad('$', 'a scenario is an object', json);
    this.#string('$.id', json['id'], false);
    this.#origin('$.origin', json['origin']);
    if (json['topLevelOrigin'] !== undefined) {
      this.#origin('$.topLevelOrigin', json['topLevelOrigin']);
    }
    this.#oneOf('$.initiator', json['initiator'], INITIATORS);
    this.#oneOf('$.context', json['context'], CONTEXTS);
    this.#requests(json, json['initiator'] === 'xhr');
    this.#each('$.exchanges', json['exchanges'], true, (path, item) => this.#exchange(path, item));
    this.#addressSpaces(json['addressSpaces']);
    this.#each('$.cookies', json['cookies'], false, (path, item) => this.#cookie(path, item));
  }

  #requests(json: Json, xhr: boolean): void {
    const { request, requests } = json;
    if (request !== undefined && requests !== undefined) {
      this.#bad('$', 'has both "request" and "requests": one of them is enough');
    } else if (request !== undefined) {
      this.#request('$.request', request, xhr);
    } else if (requests === undefined || (Array.isArray(requests) && requests.length === 0)) {
      this.#bad('$', 'needs a "request", or "requests" with at least one');
    } else {
      this.#each('$.requests', requests, true, (path, item) => this.#request(path, item, xhr));
    }
  }

  #origin(path: string, origin: unknown): void {
    if (origin === 'null') return;
    if (typeof origin !== 'string' || !/^[a-z][a-z0-9+.-]*:\/\//i.test(origin)) {
      return this.#bad(path, SERIALIZED, origin);
    }
    const url = parseUrl(origin);
    if (url === null) return this.#bad(path, SERIALIZED, origin);
    if (url.origin !== 'null' && url.origin !== origin) {
      this.#bad(path, `must be serialized: "${url.origin}"`, origin);
    }
  }

  #request(path: string, json: unknown, xhr: boolean): void {
    if (!isObject(json)) return this.#bad(path, 'must be an object', json);
    this.#string(`${path}.url`, json['url'], true);
    this.#string(`${path}.method`, json['method'], false);
    this.#string(`${path}.body`, json['body'], false);
    this.#headers(`${path}.headers`, json['headers'], false);
    this.#oneOf(`${path}.credentials`, json['credentials'], CREDENTIALS);
    this.#oneOf(`${path}.mode`, json['mode'], xhr ? ['cors'] : MODES);
    this.#oneOf(`${path}.redirect`, json['redirect'], xhr ? ['follow'] : REDIRECTS);
    const after = json['after'];
    if (after !== undefined && !(typeof after === 'number' && after >= 0)) {
      this.#bad(`${path}.after`, 'must be a number of seconds, 0 or more', after);
    }
  }

  #exchange(path: string, json: unknown): void {
    if (!isObject(json)) return this.#bad(path, 'must be an object', json);
    const { url, preflight, response } = json;
    this.#absoluteUrl(`${path}.url`, url);
    if (preflight === undefined && response === undefined) {
      this.#bad(path, 'needs "preflight" or "response"');
    }
    this.#answer(`${path}.preflight`, preflight);
    this.#answer(`${path}.response`, response);
  }

  #answer(path: string, json: unknown): void {
    if (json === undefined) return;
    if (!isObject(json)) {
      return this.#bad(path, 'must be { "status", "headers" } or { "error" }', json);
    }
    if (json['error'] !== undefined) return this.#failure(path, json);
    const status = json['status'];
    if (!Number.isInteger(status) || (status as number) < 100 || (status as number) > 999) {
      // Three digits on the wire (RFC 9110, section 15); browsers take what is above 599, too.
      this.#bad(`${path}.status`, 'must be a whole number from 100 to 999', status);
    }
    this.#headers(`${path}.headers`, json['headers'], true);
  }

  #failure(path: string, json: Json): void {
    for (const name of ['status', 'headers']) {
      if (json[name] !== undefined) {
        this.#bad(path, `has both "error" and "${name}": a network that fails brings no answer`);
      }
    }
    this.#oneOf(`${path}.error`, json['error'], NETWORK_FAILURES);
    this.#string(`${path}.detail`, json['detail'], false);
  }

  #headers(path: string, json: unknown, required: boolean): void {
    this.#each(path, json, required, (at, pair) => {
      if (!Array.isArray(pair) || pair.length !== 2) {
        return this.#bad(at, 'must be a [name, value] pair', pair);
      }
      this.#string(`${at}[0]`, pair[0], true);
      this.#string(`${at}[1]`, pair[1], true);
    });
  }

  #cookie(path: string, json: unknown): void {
    if (!isObject(json)) return this.#bad(path, 'must be { "url", "set" }', json);
    this.#absoluteUrl(`${path}.url`, json['url']);
    this.#string(`${path}.set`, json['set'], true);
  }

  #absoluteUrl(path: string, json: unknown): void {
    if (this.#string(path, json, true) && parseUrl(json as string) === null) {
      this.#bad(path, 'must be an absolute URL', json);
    }
  }

  #addressSpaces(json: unknown): void {
    if (json === undefined) return;
    const path = '$.addressSpaces';
    if (!isObject(json)) return this.#bad(path, 'must be an object, by origin', json);
    for (const [origin, space] of Object.entries(json)) {
      this.#oneOf(`${path}[${JSON.stringify(origin)}]`, space, ADDRESS_SPACES);
    }
  }

  #each(
    path: string,
    json: unknown,
    required: boolean,
    read: (path: string, item: unknown) => void,
  ): void {
    if (json === undefined && !required) return;
    if (!Array.isArray(json)) return this.#bad(path, 'must be a list', json);
    for (let i = 0; i < json.length; i++) read(`${path}[${i}]`, json[i]);
  }

  #string(path: string, json: unknown, required: boolean): boolean {
    if (typeof json === 'string' || (json === undefined && !required)) return true;
    this.#bad(path, 'must be a string', json);
    return false;
  }

  #oneOf(path: string, json: unknown, allowed: readonly string[]): void {
    if (json === undefined || allowed.includes(json as string)) return;
    this.#bad(path, `must be ${allowed.map((item) => `"${item}"`).join(' or ')}`, json);
  }

  #bad(path: string, message: string, ...got: readonly unknown[]): void {
    const seen = got.length === 0 ? '' : `, not ${shown(got[0])}`;
    this.problems.push({ path, message: message + seen });
  }
}

function isObject(json: unknown): json is Json {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** A value as it can stand in a sentence. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
