import { corsPolicy, exactOrigin, type CorsPolicy } from '../../../src/policy/index.js';
import { fetchRequest, type Header } from '../../../src/protocol/index.js';
import { applyChanges, TARGETS, type Emission } from '../../../src/targets/index.js';

const target = TARGETS['gateway-api'];
if (target.kind !== 'file') throw new Error('gateway-api reads files');
export const { read, emit } = target;
const APP = 'https://app.example.com';
export const POLICY = corsPolicy({
  origins: [exactOrigin(APP)],
  methods: ['PUT'],
  requestHeaders: ['x-canary'],
});

/** A route; hosts and rules as YAML flow. */
export function route(rules: readonly string[], hosts = '[api.example.com]', name = 'api'): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: shop }
spec:
  hostnames: ${hosts}
  rules:
${rules.map((rule) => `    - ${rule.replaceAll('\n', '\n      ')}\n`).join('')}`;
}

export function rule(match: string, backend: string, filters = ''): string {
  return `matches: [${match}]\n${filters}backendRefs: [{ name: ${backend}, port: 80 }]`;
}

export function prefix(path: string, more = ''): string {
  return `{ path: { type: PathPrefix, value: ${path} }${more} }`;
}

export const CANARY = ', headers: [{ name: x-canary, value: "1" }]';
export const CORS = `filters: [{ type: CORS, cors: { allowOrigins: ["${APP}"], allowMethods: [PUT], allowHeaders: [x-canary] } }]\n`;

export function emitted(
  text: string,
  path: string,
  policy: CorsPolicy = POLICY,
  origin = 'https://api.example.com',
): Emission {
  return emit(policy, { origin, path, upstream: 'http://x' }, { file: 'r.yaml', text });
}

export function changed(text: string, emission: Emission): string {
  if (emission.kind === 'cannot') throw new Error(emission.reasons.join('\n'));
  return applyChanges(text, emission.changes);
}

export function reasons(emission: Emission): string {
  return emission.kind === 'cannot'
    ? emission.reasons.join('\n')
    : `no: ${JSON.stringify(emission)}`;
}

/** The backend that a request gets to, or `gateway`, with `+` where the page may read. */
export function answer(
  text: string,
  url: string,
  method = 'GET',
  more: readonly Header[] = [],
): string {
  const preflight: readonly Header[] =
    method === 'OPTIONS' ? [['Access-Control-Request-Method', 'PUT']] : [];
  const { value } = read({ file: 'r.yaml', text });
  const request = {
    ...fetchRequest(url, { method }),
    kind: 'request',
    headers: [['Origin', APP], ...preflight, ...more],
    credentials: false,
    redirectCount: 0,
  } as const;
  const sent: string[] = [];
  const { status, headers, span } = value!.simulate(request, ({ url: behind }) => {
    sent.push(behind);
    return { status: 200, headers: [] };
  });
  const may = headers.some(({ name }) => name === 'Access-Control-Allow-Origin') ? '+' : '';
  if (sent.length === 0) return `${status}${may}`;
  const rest = text.slice(span?.start);
  return `${/backendRefs:\s*(?:\[\{|-) ?name: ([\w-]+)/.exec(rest)?.[1] ?? '?'}${may}`;
}

export const AT = 'https://api.example.com';
