import type { Node, YAMLMap } from 'yaml';
import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import { itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { SimulatedHeader, Span } from '../target.js';
import { trimSlash, type Match } from './routes.js';

/** The other filters of a rule that decide what is answered. */
export function filterNamed(rule: YAMLMap, type: string): Node | null {
  return itemsAt(rule, 'filters').find((each) => textAt(each, 'type') === type) ?? null;
}

/** Where in the list of a rule's filters one of a type stands; -1 where there is none. */
export function placeOf(rule: YAMLMap, type: string): number {
  return itemsAt(rule, 'filters').findIndex((each) => textAt(each, 'type') === type);
}

/** The answer of a RequestRedirect: https://gateway-api.sigs.k8s.io/reference/spec/#httprequestredirectfilter */
export interface Redirect {
  readonly status: number;
  readonly location: string;
  readonly span: Span;
}

/** What the RequestRedirect of a rule answers; null where it has none. */
export function redirectOf(match: Match, url: UrlRecord): Redirect | null {
  const filter = filterNamed(match.rule, 'RequestRedirect');
  if (filter === null) return null;
  const redirect = nodeAt(filter, 'requestRedirect');
  const scheme = textAt(redirect, 'scheme');
  const protocol = scheme === null ? url.protocol : `${scheme}:`;
  const port = textAt(redirect, 'port') ?? (scheme === null ? url.port : '');
  const known =
    (protocol === 'http:' && port === '80') || (protocol === 'https:' && port === '443');
  const host = textAt(redirect, 'hostname') ?? url.hostname;
  const path = modifiedPath(nodeAt(redirect, 'path'), match, url.pathname);
  const status = Number(textAt(redirect, 'statusCode') ?? 302);
  return {
    status: [301, 302, 303, 307, 308].includes(status) ? status : 302,
    location: `${protocol}//${host}${port === '' || known ? '' : `:${port}`}${path}${url.search}`,
    span: spanOf(filter),
  };
}

/** A request as the backend gets it: https://gateway-api.sigs.k8s.io/reference/spec/#httpurlrewritefilter */
export function rewritten(match: Match, url: UrlRecord, request: NetworkRequest): NetworkRequest {
  const rewrite = nodeAt(filterNamed(match.rule, 'URLRewrite'), 'urlRewrite');
  if (rewrite === null) return request;
  const host = textAt(rewrite, 'hostname') ?? url.host;
  const path = modifiedPath(nodeAt(rewrite, 'path'), match, url.pathname);
  return { ...request, url: `${url.protocol}//${host}${path}${url.search}` };
}

/** A path after an HTTPPathModifier: https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier */
function modifiedPath(modifier: Node | null, { type, path }: Match, pathname: string): string {
  const full = textAt(modifier, 'replaceFullPath');
  if (full !== null) return full === '' ? '/' : full;
  const prefix = textAt(modifier, 'replacePrefixMatch');
  return prefix === null || type !== 'PathPrefix'
    ? pathname
    : replacePrefix(pathname, path, prefix);
}

/** Puts one prefix in the place of another; slashes at their ends count for nothing. */
export function replacePrefix(pathname: string, prefix: string, by: string): string {
  const rest = pathname.slice(trimSlash(prefix).replace(/^\/$/, '').length);
  return by.replace(/\/+$/, '') + rest || '/';
}

/** One header that a ResponseHeaderModifier sets, adds or removes. */
export interface HeaderChange {
  readonly kind: 'set' | 'add' | 'remove';
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

/** What the ResponseHeaderModifier of a rule does to answers. */
export function headerChanges(rule: YAMLMap): readonly HeaderChange[] {
  const modifier = nodeAt(filterNamed(rule, 'ResponseHeaderModifier'), 'responseHeaderModifier');
  const values = (kind: 'set' | 'add'): HeaderChange[] =>
    itemsAt(modifier, kind).map((item) => ({
      kind,
      name: textAt(item, 'name') ?? '',
      value: textAt(item, 'value') ?? '',
      span: spanOf(item),
    }));
  const removed = itemsAt(modifier, 'remove').map((item): HeaderChange => ({
    kind: 'remove',
    name: textAt(item) ?? '',
    value: '',
    span: spanOf(item),
  }));
  return [...removed, ...values('set'), ...values('add')].filter(({ name }) => name !== '');
}

/** Headers after the changes of a ResponseHeaderModifier. */
export function changedHeaders(
  headers: readonly SimulatedHeader[],
  changes: readonly HeaderChange[],
): readonly SimulatedHeader[] {
  return changes.reduce((list, { kind, name, value, span }) => {
    const others =
      kind === 'add'
        ? list
        : list.filter((header) => header.name.toLowerCase() !== name.toLowerCase());
    return kind === 'remove' ? others : [...others, { name, value, span }];
  }, headers);
}

/** Whether a header is one of those that CORS is about. */
export function isCorsHeader({ name }: HeaderChange): boolean {
  return name.toLowerCase().startsWith('access-control-');
}
