import { parseDocument } from 'yaml';
import { parseUrl } from '../../protocol/index.js';
import type { Read } from '../problem.js';

/** What pages need for one operation. */
export interface ApiOperation {
  readonly method: string;
  /** Absolute, or a path where the document names no server. */
  readonly url: string;
  /** Request headers that it takes, lower-case. */
  readonly headers: readonly string[];
  /** Whether it takes cookies or HTTP authentication by the browser. */
  readonly credentials: boolean;
  readonly name: string | null;
}

type Json = Readonly<Record<string, unknown>>;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Whether a text is an OpenAPI document. */
export function isOpenApi(text: string): boolean {
  return /^\s*(?:\{[\s\S]{0,400})?["']?openapi["']?\s*:\s*["']?3\./m.test(text.slice(0, 5000));
}

/** Reads the operations of an OpenAPI 3 document, YAML or JSON. https://spec.openapis.org/oas/v3.1.1.html */
export function readOpenApi(text: string): Read<readonly ApiOperation[]> {
  const bad = (message: string): Read<never> => ({
    value: null,
    problems: [{ path: 'OpenAPI', message }],
  });
  let root: unknown;
  try {
    const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
    const [error] = document.errors;
    if (error !== undefined) return bad(`${error.message} (at offset ${error.pos[0]}).`);
    root = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return bad(`${error instanceof Error ? error.message : String(error)}.`);
  }
  const api = record(root);
  if (!String(api['openapi']).startsWith('3.')) return bad('this is no OpenAPI 3 document.');
  const base = serverOf(api['servers']);
  const operations = Object.entries(record(api['paths'])).flatMap(([path, item]) =>
    operationsOf(api, base, path, record(item)),
  );
  return operations.length === 0
    ? bad('there is no operation in it.')
    : { value: operations, problems: [] };
}

function operationsOf(api: Json, base: string, path: string, item: Json): ApiOperation[] {
  return Object.keys(item)
    .filter((key) => METHODS.includes(key))
    .map((method) => {
      const operation = record(item[method]);
      const parameters = [...list(item['parameters']), ...list(operation['parameters'])].map(
        (each) => resolved(api, each),
      );
      const security = list(operation['security'] ?? api['security']).flatMap((each) =>
        Object.keys(record(each)),
      );
      const schemes = record(record(api['components'])['securitySchemes']);
      const needs = security.map((name) => neededBy(resolved(api, schemes[name])));
      const types = Object.keys(record(resolved(api, operation['requestBody'])['content']));
      const named = parameters.flatMap(({ in: where, name }) =>
        where === 'header' && typeof name === 'string' ? [name.toLowerCase()] : [],
      );
      const headers = [
        ...named,
        ...needs.flatMap(({ header }) => header ?? []),
        ...(types.some(
          (type) =>
            !/^(?:text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)/.test(type),
        )
          ? ['content-type']
          : []),
      ];
      const { operationId } = operation;
      return {
        method: method.toUpperCase(),
        url: base + path.replaceAll(/\{[^}]*\}/g, '1'),
        headers: [...new Set(headers)].toSorted(),
        credentials:
          needs.some(({ cookies }) => cookies) ||
          parameters.some((each) => each['in'] === 'cookie'),
        name: typeof operationId === 'string' ? operationId : null,
      };
    });
}

/** What a security scheme makes a page send. */
function neededBy(scheme: Json): { readonly header: string | null; readonly cookies: boolean } {
  const { type, in: where, name } = scheme;
  if (type === 'apiKey' && where === 'header' && typeof name === 'string')
    return { header: name.toLowerCase(), cookies: false };
  if (type === 'apiKey' && where === 'cookie') return { header: null, cookies: true };
  if (type === 'mutualTLS') return { header: null, cookies: true };
  const token = type === 'http' || type === 'oauth2' || type === 'openIdConnect';
  return { header: token ? 'authorization' : null, cookies: false };
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

/** Follows `$ref` within the document. */
function resolved(api: Json, value: unknown): Json {
  let found = record(value);
  for (let hops = 0; typeof found['$ref'] === 'string' && hops < 10; hops++) {
    const path = found['$ref'].replace(/^#\//, '').split('/');
    found = record(
      path.reduce<unknown>(
        (node, key) => record(node)[key.replaceAll('~1', '/').replaceAll('~0', '~')],
        api,
      ),
    );
  }
  return found;
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
