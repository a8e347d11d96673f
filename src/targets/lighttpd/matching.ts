import { requestHeader } from '../../policy/index.js';
import type { NetworkRequest, UrlRecord } from '../../protocol/index.js';
import { compilePattern } from '../support/pattern.js';
import type { Context } from './contexts.js';

/** What conditions look at. */
export interface Asked {
  readonly request: NetworkRequest;
  readonly url: UrlRecord;
  /** As conditions on `$HTTP["url"]` see it: decoded, without dots and doubled slashes, without the query. */
  readonly path: string;
}

export function askedOf(request: NetworkRequest, url: UrlRecord): Asked {
  return { request, url, path: cleanPath(url.pathname) };
}

function cleanPath(path: string): string {
  let text = path;
  try {
    text = decodeURIComponent(path);
  } catch {
    // Not UTF-8: compared as it stands.
  }
  return text.replaceAll(/\/{2,}/g, '/');
}

/** The conditions that are followed; others are taken not to match, and reading says so. */
export function isFollowed({ condition, operand, unless }: Context): boolean {
  if (condition === null) return unless.every(isFollowed);
  if (operand === null) return false;
  if (condition.operator.endsWith('~') && compilePattern(operand, false) === null) return false;
  return subject(condition.object, condition.field) !== null;
}

type Subject = (asked: Asked) => string;

function subject(object: string, field: string): Subject | null {
  if (object === 'REQUEST_HEADER') return header(field);
  if (object !== 'HTTP') return null;
  switch (field) {
    case 'host':
      return ({ url }) => url.host;
    case 'url':
      return ({ path }) => path;
    case 'querystring':
    case 'query-string':
      return ({ url }) => url.search.slice(1);
    case 'request-method':
    case 'requestmethod':
      return ({ request }) => request.method;
    case 'scheme':
      return ({ url }) => url.protocol.slice(0, -1);
    case 'referer':
    case 'cookie':
      return header(field);
    case 'useragent':
    case 'user-agent':
      return header('user-agent');
    default:
      return null;
  }
}

/** A header that is not there is compared as an empty text; measured with 1.4.69. */
function header(name: string): Subject {
  return ({ request, url }) => (name === 'host' ? url.host : (requestHeader(request, name) ?? ''));
}

/** Whether a context's settings hold for a request, together with those around it. */
export function holds(context: Context, asked: Asked): boolean {
  const { parent } = context;
  if (parent === null) return true;
  return (
    holds(parent, asked) &&
    !context.unless.some((each) => isTrue(each, asked)) &&
    isTrue(context, asked)
  );
}

/** The condition alone. */
function isTrue(context: Context, asked: Asked): boolean {
  const { condition, operand } = context;
  if (condition === null) return true;
  if (operand === null || !isFollowed(context)) return false;
  const text = subject(condition.object, condition.field)?.(asked) ?? '';
  const isHost = condition.object === 'HTTP' && condition.field === 'host';
  switch (condition.operator) {
    case '==':
      return isHost ? isSameHost(text, operand) : text === operand;
    case '!=':
      return isHost ? !isSameHost(text, operand) : text !== operand;
    case '=^':
      return text.startsWith(operand);
    case '=$':
      return text.endsWith(operand);
    case '=~':
      return compilePattern(operand, false)?.test(text) === true;
    case '!~':
      return compilePattern(operand, false)?.test(text) === false;
    default:
      return false;
  }
}

/** What the regular expression of a context's own condition matched: `%0`, `%1` … in redirects. */
export function groupsOf({ condition, operand }: Context, asked: Asked): readonly string[] {
  if (condition?.operator !== '=~' || operand === null) return [];
  const text = subject(condition.object, condition.field)?.(asked) ?? '';
  return [...(compilePattern(operand, false)?.exec(text) ?? [])].map((group) => group ?? '');
}

/** A port counts only where both have one: config_check_cond_nocache in src/configfile-glue.c; measured with 1.4.69. */
export function isSameHost(host: string, operand: string): boolean {
  return host === operand || host.startsWith(`${operand}:`) || operand.startsWith(`${host}:`);
}
