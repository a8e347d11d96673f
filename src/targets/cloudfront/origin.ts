import { readAllowedOrigin, type AllowedOrigin } from '../../policy/index.js';

/**
 * An entry of AccessControlAllowOrigins in its parts: a scheme or none, `*.` or not, a
 * host, a port that may hold a `*`. Null for one that CloudFront does not take.
 */
export function readEntry(text: string): {
  readonly scheme: string | null;
  readonly wildcard: boolean;
  readonly host: string;
  readonly port: string;
} | null {
  const match =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*\.)?(\[[0-9a-f:]+\]|[^:/*\s,]+)(?::([\d*]+))?$/i.exec(text);
  if (match === null) return null;
  const [, scheme, star, host = '', port = ''] = match;
  return { scheme: scheme ?? null, wildcard: star !== undefined, host, port };
}

/**
 * Whether an entry takes an origin. Without a scheme it takes http and https; a `*`
 * before the host stands for names below it, how many labels is not documented: any here.
 */
export function takesOrigin(text: string, origin: string): boolean {
  if (text === '*') return true;
  const entry = readEntry(text);
  const given = readEntry(origin);
  if (entry === null || given === null || given.scheme === null) return text === origin;
  const schemes = entry.scheme === null ? ['http', 'https'] : [entry.scheme];
  if (!schemes.includes(given.scheme)) return false;
  if (!takesPort(entry.port, given.port)) return false;
  return entry.wildcard ? given.host.endsWith(`.${entry.host}`) : given.host === entry.host;
}

function takesPort(wanted: string, given: string): boolean {
  if (!wanted.includes('*')) return wanted === given;
  if (wanted === '*') return true;
  return new RegExp(`^${wanted.replaceAll('*', '\\d*')}$`).test(given);
}

/** Who an entry lets in; null where no policy says that. */
export function originOf(text: string): AllowedOrigin | null {
  const { value } = readAllowedOrigin(text);
  return value?.kind === 'subdomains' ? { ...value, depth: 'any' } : value;
}
