import type { HeaderList } from '../protocol/index.js';
import { createMasker, isSecretHeader, type Masker } from './mask.js';
import type { Report } from './report.js';

/**
 * Values that must not appear anywhere in the output, wherever a server may echo them.
 * @param cookie what goes into the jar, as in a Cookie header
 */
export function secretsOf(headers: HeaderList, cookie: string | null): string[] {
  const secrets = headers.filter(([name]) => isSecretHeader(name)).map(([, value]) => value);
  const tokens = secrets.flatMap((value) => value.split(/\s+/).slice(1));
  return [...secrets, ...tokens, ...cookieValues(cookie ?? '')];
}

/** A masker that knows the secrets of a report: those of its call, and the cookies that were sent. */
export function reportMasker({ request, exchanges, experiments }: Report): Masker {
  const sent = [...exchanges, ...experiments.map(({ seen }) => seen)].flatMap(
    (seen) => seen.request.headers,
  );
  const cookies = sent.filter(([name]) => name.toLowerCase() === 'cookie');
  return createMasker([
    ...secretsOf([...request.headers, ...sent], null),
    ...cookies.flatMap(([, value]) => cookieValues(value)),
  ]);
}

function cookieValues(pairs: string): string[] {
  return pairs.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
}
