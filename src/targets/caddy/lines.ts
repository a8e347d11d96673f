import { writeAllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import { originRegex } from '../support/origin-regex.js';

/** The directives that say a policy at a path, and the conditions of a preflight to it. */
export interface Lines {
  readonly lines: readonly string[];
  readonly preflight: readonly string[];
}

/**
 * Headers are set twice: at once, so that they are on answers to errors, where
 * Caddy drops what is deferred; and deferred, over those of the upstream, which
 * the last of the directives (done first of the deferred) has taken away.
 * @param competing paths of the site's handle blocks that come before ours unless one of ours names them, too
 */
export function corsLines(
  policy: CorsPolicy,
  path: string,
  own: string,
  competing: readonly string[],
): Lines {
  const { methods, requestHeaders, exposedHeaders, credentials, maxAge } = policy;
  const any = policy.origins.some(({ kind }) => kind === 'any');
  const paths = path === '/' ? 'path /*' : `path ${path} ${path.replace(/\/$/, '')}/*`;
  const origins = any ? [] : originLines(policy);
  const asked = [
    'method OPTIONS',
    ...(any ? ['header Origin *'] : origins),
    'header Access-Control-Request-Method *',
  ];
  const preflight = [paths, ...asked];
  const within = `path_regexp (?i)^${escaped(path)}(?:/.*)?$`;
  const always = [
    `Access-Control-Allow-Origin ${any ? '*' : '{header.Origin}'}`,
    ...(credentials ? ['Access-Control-Allow-Credentials true'] : []),
    ...(exposedHeaders.length > 0 ? [`Access-Control-Expose-Headers ${list(exposedHeaders)}`] : []),
  ];
  const onPreflight = [
    ...(methods.length > 0 ? [`Access-Control-Allow-Methods ${list(methods)}`] : []),
    ...(requestHeaders.length > 0 ? [`Access-Control-Allow-Headers ${list(requestHeaders)}`] : []),
    ...(maxAge === null ? [] : [`Access-Control-Max-Age ${maxAge}`]),
    ...(exposedHeaders.length > 0 ? ['-Access-Control-Expose-Headers'] : []),
  ];
  const handled = competing.map((each, index) => ({
    name: `${own}-preflight-${index + 1}`,
    conditions: [`path ${each}`, ...(path === '/' ? [] : [within]), ...asked],
  }));
  const answers = [`${own}-preflight`, ...handled.map(({ name }) => name)];
  const lines = [
    `${own}-place ${paths}`,
    ...block(own, [paths, ...origins]),
    ...block(`${own}-preflight`, preflight),
    ...handled.flatMap(({ name, conditions }) => block(name, conditions)),
    ...(any ? [] : [`header ${own}-place +Vary Origin`]),
    ...(onPreflight.length > 0 ? block(`header ${own}-preflight`, [...onPreflight, 'defer']) : []),
    ...block(`header ${own}`, always),
    ...block(`header ${own}`, [...always, 'defer']),
    `header ${own}-place -Access-Control-*`,
    ...answers.flatMap((name) => block(`handle ${name}`, ['respond 204'])),
  ];
  return { lines, preflight };
}

function originLines(policy: CorsPolicy): readonly string[] {
  if (policy.origins.every(({ kind }) => kind !== 'subdomains'))
    return policy.origins.map((each) => `header Origin ${writeAllowedOrigin(each)}`);
  const patterns = policy.origins.flatMap((each) =>
    each.kind === 'any' ? [] : [originRegex(each)],
  );
  const [only, ...more] = patterns;
  return [`header_regexp Origin ^${more.length === 0 ? only : `(?:${patterns.join('|')})`}$`];
}

function block(head: string, lines: readonly string[]): readonly string[] {
  return [`${head} {`, ...lines.map((line) => `\t${line}`), '}'];
}

function list(names: readonly string[] | '*'): string {
  if (names === '*') return '*';
  return names.length === 1 ? (names[0] ?? '') : `"${names.join(', ')}"`;
}

function escaped(path: string): string {
  return path.replace(/\/$/, '').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
