import { isSeq, type YAMLMap } from 'yaml';
import {
  isEquivalent,
  writeAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { appendItem, removeEntry, setAt, type YamlEdit } from '../support/yaml/edit.js';
import { itemsAt, nodeAt, readYaml, spanOf } from '../support/yaml/read.js';
import type { Emission, Place, Source } from '../target.js';
import { filterOf } from './filter.js';
import { answering, isHttpRoute, matchesOf, nameOf, type Match } from './routes.js';

const RELOAD =
  'kubectl apply -f the file; the implementation has to support HTTPRouteCORS (Gateway API v1.5).';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

/** The CORS filter of the rule that answers at the place; a rule of its own where that one answers elsewhere, too. */
export function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const reasons = cannotSay(policy);
  const matches = matchesOf(readYaml(existing).maps.filter(isHttpRoute));
  const url = parseUrl(place.origin + place.path);
  const match = url === null ? null : answering(matches, url, 'GET');
  if (match === null)
    reasons.push(`No HTTPRoute of ${existing.file} answers at ${place.origin}${place.path}.`);
  if (match?.method !== undefined && match.method !== '')
    reasons.push(
      `The rule of HTTPRoute ${nameOf(match.route)} is for ${match.method} alone, so no preflight reaches it: leave the method out of its matches.`,
    );
  if (reasons.length > 0 || match === null) return { kind: 'cannot', reasons };
  const edit = editFor(policy, place, existing.text, match, matches);
  if (edit === null) return { kind: 'change', changes: [], reload: RELOAD, notes: [] };
  const where = `spec.rules of HTTPRoute ${nameOf(match.route)}`;
  const notes = [
    'The specification does not ask for Vary: Origin; many implementations send none: keep shared caches away from these answers.',
  ];
  return { kind: 'change', changes: [{ where, ...edit }], reload: RELOAD, notes };
}

function editFor(
  policy: CorsPolicy,
  { path }: Place,
  text: string,
  match: Match,
  matches: readonly Match[],
): YamlEdit | null {
  const filter = filterOf(match.rule);
  const nobody = policy.origins.length === 0;
  if (
    nobody
      ? filter === null
      : filter !== null && filter.odd.length === 0 && isEquivalent(filter.policy, policy)
  )
    return null;
  const own = matches.filter(({ rule }) => rule === match.rule);
  if (!own.every((each) => isBelow(each.path, path)))
    return nobody ? null : newRule(policy, path, text, match);
  const filters = nodeAt(match.rule, 'filters');
  if (nobody) return without(text, match.rule, filter?.item ?? null);
  if (filter !== null) return setAt(text, filter.item, ['cors'], corsOf(policy));
  const item = { type: 'CORS', cors: corsOf(policy) };
  return isSeq(filters) && filters.items.length > 0
    ? appendItem(text, filters, item)
    : setAt(text, match.rule, ['filters'], [item]);
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

/** A rule for the place alone, that does what the one that answered there does. */
function newRule(
  policy: CorsPolicy,
  path: string,
  text: string,
  { route, rule }: Match,
): YamlEdit | null {
  const rules = nodeAt(route, 'spec', 'rules');
  if (!isSeq(rules)) return null;
  const {
    matches: _matches,
    filters,
    name: _name,
    ...rest
  } = rule.toJSON() as Record<string, unknown>;
  const others = (Array.isArray(filters) ? (filters as { type?: unknown }[]) : []).filter(
    ({ type }) => type !== 'CORS',
  );
  return appendItem(text, rules, {
    matches: [{ path: { type: 'PathPrefix', value: path } }],
    filters: [...others, { type: 'CORS', cors: corsOf(policy) }],
    ...rest,
  });
}

/** The filter taken out: with the list when it is the only one, else with its lines. */
function without(text: string, rule: YAMLMap, item: YAMLMap | null): YamlEdit | null {
  if (item === null || itemsAt(rule, 'filters').length === 1)
    return removeEntry(text, rule, 'filters');
  const { start, end } = spanOf(item);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (!/^\s*-\s*$/.test(text.slice(lineStart, start))) {
    const after = /^\s*,\s*/.exec(text.slice(end))?.[0].length ?? 0;
    return { text: '', at: { start, end: end + after } };
  }
  const last = text.slice(start, end).trimEnd().length;
  const lineEnd = text.indexOf('\n', start + last);
  return { text: '', at: { start: lineStart, end: lineEnd === -1 ? text.length : lineEnd + 1 } };
}

function corsOf(policy: CorsPolicy): Record<string, unknown> {
  const { origins, methods, requestHeaders, exposedHeaders, credentials, maxAge } = policy;
  const list = (names: readonly string[] | '*'): readonly string[] =>
    names === '*' ? ['*'] : names;
  return {
    allowOrigins: origins.map((allowed) => writeAllowedOrigin(allowed).replace('**', '*')),
    ...(methods.length === 0 ? {} : { allowMethods: list(methods) }),
    ...(requestHeaders.length === 0 ? {} : { allowHeaders: list(requestHeaders) }),
    ...(exposedHeaders.length === 0 ? {} : { exposeHeaders: list(exposedHeaders) }),
    ...(credentials ? { allowCredentials: true } : {}),
    ...(maxAge === null ? {} : { maxAge }),
  };
}

function cannotSay(policy: CorsPolicy): string[] {
  const reasons = policy.origins.flatMap((allowed) => whyNot(allowed) ?? []);
  for (const method of policy.methods === '*' ? [] : policy.methods)
    if (!METHODS.includes(method))
      reasons.push(
        `allowMethods is a closed list without ${method}; allow every method with "*" or let the API answer itself.`,
      );
  if (policy.maxAge === 0)
    reasons.push(
      'maxAge begins at 1: a preflight that is not to be remembered cannot be said; leave it out for 5 seconds.',
    );
  if (policy.origins.length > 64)
    reasons.push('allowOrigins takes 64 entries: use a wildcard for sub-domains.');
  if (policy.privateNetwork)
    reasons.push(
      'The filter has no Access-Control-Allow-Private-Network; let the API itself send it.',
    );
  return reasons;
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter: the pattern of CORSOrigin. */
function whyNot(allowed: AllowedOrigin): string | null {
  const text = writeAllowedOrigin(allowed);
  if (allowed.kind === 'any') return null;
  if (allowed.kind === 'null')
    return 'null: allowOrigins takes http and https origins only; serve the page from an origin of its own.';
  if (allowed.kind === 'subdomains' && allowed.depth === 'one')
    return `${text}: a wildcard of the Gateway API stands for any number of labels; write ${text.replace('*', '**')} if that is meant, or list the names.`;
  if (/^https?:\/\/(?:\*+\.)?[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*(?::\d+)?$/.test(text)) return null;
  return `${text}: allowOrigins takes http and https, names of letters, digits and "-", and a port.`;
}
