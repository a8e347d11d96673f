import { writeAllowedOrigin, type AllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import { parseUrl } from '../../protocol/index.js';
import { escapeRegex, originRegex } from '../support/origin-regex.js';
import type { Place } from '../target.js';
import { quoted } from './parse.js';

/** The lines that say a policy at a place. */
export interface PolicyLines {
  /** Before everything that decides about requests. */
  readonly request: readonly string[];
  /** Behind everything that changes answers. */
  readonly response: readonly string[];
}

/**
 * A policy in HAProxy's words: variables that keep what the request was, because
 * response rules cannot read it any more; http-after-response rules, because they
 * alone run on every answer, errors and HAProxy's own included.
 */
export function linesFor(policy: CorsPolicy, place: Place, id: string): PolicyLines {
  const host = parseUrl(place.origin)?.hostname ?? '';
  const { path } = place;
  const acl = (name: string, criterion: string): string => `acl ${id}_${name} ${criterion}`;
  const paths =
    path === '/'
      ? []
      : [
          ...(path.endsWith('/') ? [] : [acl('path', `path -m str ${quoted(path)}`)]),
          acl('path', `path -m beg ${quoted(path.replace(/\/?$/, '/'))}`),
        ];
  const any = policy.origins.some(({ kind }) => kind === 'any');
  const origins = any ? [] : policy.origins.map((each) => acl('origin', originCriterion(each)));
  const here = path === '/' ? `${id}_host` : `${id}_host ${id}_path`;
  const preflight = 'METH_OPTIONS { req.fhdr(origin) -m found }';
  const asks = '{ req.fhdr(access-control-request-method) -m found }';
  const allowed = any ? `{ var(txn.${id}_at) -m bool }` : `{ var(txn.${id}) -m found }`;
  const requests =
    policy.origins.length === 0
      ? []
      : [
          ...(any
            ? []
            : [`http-request set-var(txn.${id}) req.fhdr(origin) if ${here} ${id}_origin`]),
          `http-request set-var(txn.${id}_preflight) bool(true) if ${preflight} ${asks} ${allowed}`,
          ...(policy.privateNetwork
            ? [
                `http-request set-var(txn.${id}_private) bool(true) if { var(txn.${id}_preflight) -m bool } { req.fhdr(access-control-request-private-network) -m str true }`,
              ]
            : []),
          `http-request return status 204 if { var(txn.${id}_preflight) -m bool }`,
        ];
  return {
    request: [
      acl('host', `req.hdr(host) -m reg -i ${quoted(`^${escapeRegex(host)}(:[0-9]+)?$`)}`),
      ...paths,
      ...origins,
      `http-request set-var(txn.${id}_at) bool(true) if ${here}`,
      ...requests,
    ],
    response: [
      `http-after-response del-header access-control- -m beg if { var(txn.${id}_at) -m bool }`,
      ...(policy.origins.length === 0 ? [] : responseLines(policy, id, any)),
    ],
  };
}

function originCriterion(allowed: AllowedOrigin): string {
  return allowed.kind === 'subdomains'
    ? `req.fhdr(origin) -m reg ${quoted(`^${originRegex(allowed)}$`)}`
    : `req.fhdr(origin) -m str ${quoted(writeAllowedOrigin(allowed))}`;
}

function responseLines(policy: CorsPolicy, id: string, any: boolean): readonly string[] {
  const { methods, requestHeaders, exposedHeaders, maxAge } = policy;
  const allowed = any ? `{ var(txn.${id}_at) -m bool }` : `{ var(txn.${id}) -m found }`;
  const preflight = `{ var(txn.${id}_preflight) -m bool }`;
  const set = (name: string, value: string, condition: string): string =>
    `http-after-response set-header Access-Control-${name} ${value} if ${condition}`;
  const list = (names: readonly string[] | '*'): string =>
    quoted((names === '*' ? '*' : names.join(', ')).replaceAll('%', '%%'));
  return [
    ...(any
      ? []
      : [
          `http-after-response add-header Vary Origin if { var(txn.${id}_at) -m bool } !{ res.hdr(vary) -m str -i origin }`,
        ]),
    set('Allow-Origin', any ? '*' : `%[var(txn.${id})]`, allowed),
    ...(policy.credentials ? [set('Allow-Credentials', 'true', allowed)] : []),
    ...(exposedHeaders.length === 0
      ? []
      : [set('Expose-Headers', list(exposedHeaders), `${allowed} !${preflight}`)]),
    ...(methods.length === 0 ? [] : [set('Allow-Methods', list(methods), preflight)]),
    ...(requestHeaders.length === 0 ? [] : [set('Allow-Headers', list(requestHeaders), preflight)]),
    ...(maxAge === null ? [] : [set('Max-Age', String(maxAge), preflight)]),
    ...(policy.privateNetwork
      ? [set('Allow-Private-Network', 'true', `{ var(txn.${id}_private) -m bool }`)]
      : []),
  ];
}
