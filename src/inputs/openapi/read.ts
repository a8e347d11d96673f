import { isMap, isScalar, parseDocument, type Document } from 'yaml';
import { parseUrl } from '../../protocol/index.js';
import type { InputProblem, Read } from '../problem.js';
import { securityVariants } from './security.js';
import { list, record, refersElsewhere, resolved, type Json } from './values.js';

/** What pages need for one operation, with one of the ways in which it can be authorized. */
export interface ApiOperation {
  readonly method: string;
  /** Absolute, or a path where the document names no server. */
  readonly url: string;
  /** Request headers that it takes, lower-case. */
  readonly headers: readonly string[];
  /** Whether it takes cookies or HTTP authentication by the browser. */
  readonly credentials: boolean;
  readonly name: string | null;
  /** Where it stands in the text; empty at its beginning where that is not known. */
  readonly span: { readonly start: number; readonly end: number };
}

/** `trace` is left out: no page can send it. https://fetch.spec.whatwg.org/#forbidden-method */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

/** Characters of YAML, whose parser takes a second for each million. */
const MOST_YAML = 16_000_000;

/** https://spec.openapis.org/oas/v3.1.1.html#parameter-object: parameters of these names say nothing. */
const IGNORED = ['accept', 'authorization', 'content-type'];

/** Whether a text is an OpenAPI document. */
export function isOpenApi(text: string): boolean {
  return /(?:^|[{,])\s*["']?openapi["']?\s*:\s*["']?3\./m.test(
    text.slice(0, 5000) + text.slice(-2000),
  );
}

/** Whether a text is of OpenAPI's predecessor, which is not read. */
export function isSwagger(text: string): boolean {
  return /(?:^|[{,])\s*["']?swagger["']?\s*:\s*["']?2\./m.test(text.slice(0, 5000));
}

/**
 * Reads the operations of an OpenAPI 3 document, YAML or JSON.
 * https://spec.openapis.org/oas/v3.1.1.html
 * @returns with a value, problems are what was passed over
 */
export function readOpenApi(text: string): Read<readonly ApiOperation[]> {
  const bad = (message: string): Read<never> => ({ value: null, problems: [problem(message)] });
  let root: unknown;
  let places: Places = () => null;
  try {
    if (/^\s*\{/.test(text)) root = JSON.parse(text);
    else if (text.length > MOST_YAML)
      return bad(`more than ${MOST_YAML / 1e6} MB of YAML are not read: give it as JSON.`);
    else {
      const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
      const [error] = document.errors;
      if (error !== undefined) return bad(`${error.message} (at offset ${error.pos[0]}).`);
      root = document.toJS({ maxAliasCount: 100 });
      places = placesIn(document);
    }
  } catch (error) {
    return bad(`${error instanceof Error ? error.message : String(error)}.`);
  }
  const api = record(root);
  if (!String(api['openapi']).startsWith('3.')) return bad('this is no OpenAPI 3 document.');
  const operations = Object.entries(record(api['paths'])).flatMap(([path, item]) =>
    operationsOf(api, path, resolved(api, item), places),
  );
  if (operations.length === 0) return bad('there is no operation in it.');
  const elsewhere = refersElsewhere(api);
  return {
    value: operations,
    problems:
      elsewhere === null
        ? []
        : [problem(`it refers to other files (${elsewhere}), which are not read.`)],
  };
}

function problem(message: string): InputProblem {
  return { path: 'OpenAPI', message };
}

/** Where an operation stands; null where that is not known. */
type Places = (path: string, method: string) => ApiOperation['span'] | null;

function placesIn(document: Document): Places {
  return (path, method) => {
    const item: unknown = document.getIn(['paths', path]);
    if (!isMap(item)) return null;
    const pair = item.items.find(({ key }) => isScalar(key) && key.value === method);
    const range = isScalar(pair?.key) ? pair.key.range : null;
    return range == null ? null : { start: range[0], end: range[1] };
  };
}

function operationsOf(api: Json, path: string, item: Json, places: Places): ApiOperation[] {
  return Object.keys(item)
    .filter((key) => METHODS.includes(key))
    .flatMap((method) => {
      const operation = record(item[method]);
      const parameters = [...list(item['parameters']), ...list(operation['parameters'])].map(
        (each) => resolved(api, each),
      );
      const of = (where: string): readonly Json[] =>
        parameters.filter((each) => each['in'] === where && typeof each['name'] === 'string');
      const types = Object.keys(record(resolved(api, operation['requestBody'])['content']));
      const unsafe = types.some((type) => !SAFE_TYPE.test(type));
      const named = of('header')
        .map(({ name }) => String(name).toLowerCase())
        .filter((name) => !IGNORED.includes(name));
      const base = serverOf(operation['servers'] ?? item['servers'] ?? api['servers']);
      const { operationId } = operation;
      const span = places(path, method) ?? { start: 0, end: 0 };
      return securityVariants(api, operation['security'] ?? api['security']).map(
        ({ headers, cookies, query }): ApiOperation => ({
          method: method.toUpperCase(),
          url: base + filled(path, of('path')) + queryOf(of('query'), query),
          headers: [
            ...new Set([...named, ...headers, ...(unsafe ? ['content-type'] : [])]),
          ].toSorted(),
          credentials: cookies || of('cookie').length > 0,
          name: typeof operationId === 'string' ? operationId : null,
          span,
        }),
      );
    });
}

/** Types that need no permission: https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
const SAFE_TYPE = /^(?:text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)(?:;|$)/;

/** `/orders/{id}` with what the document gives as an example. */
function filled(path: string, parameters: readonly Json[]): string {
  return path.replaceAll(/\{([^}]*)\}/g, (_, name: string) =>
    encodeURIComponent(exampleOf(parameters.find((each) => each['name'] === name))),
  );
}

/** The query that is required, without which a server may only complain. */
function queryOf(parameters: readonly Json[], keys: readonly string[]): string {
  const required = parameters
    .filter((each) => each['required'] === true)
    .map((each) => [String(each['name']), exampleOf(each)] as const);
  const pairs = [...required, ...keys.map((key) => [key, 'whycors'] as const)].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function exampleOf(parameter: Json | undefined): string {
  const schema = record(parameter?.['schema']);
  const [example] = Object.values(record(parameter?.['examples']));
  const found = [
    parameter?.['example'],
    record(example)['value'],
    schema['example'],
    list(schema['examples'])[0],
    schema['default'],
    list(schema['enum'])[0],
  ].find((each) => typeof each === 'string' || typeof each === 'number');
  return found === undefined ? '1' : String(found);
}

/** The first server, with the defaults of its variables; empty where there is none with a host. */
function serverOf(servers: unknown): string {
  const [server] = list(servers).map(record);
  const variables = record(server?.['variables']);
  const url = String(server?.['url'] ?? '').replaceAll(/\{([^}]*)\}/g, (_, name: string) =>
    String(record(variables[name])['default'] ?? name),
  );
  return parseUrl(url) === null ? '' : url.replace(/\/$/, '');
}
