import type { Header } from '../protocol/index.js';

/** What stands for a secret. */
export const MASK = '•••';

const SECRET_HEADER =
  /^(authorization|proxy-authorization|cookie|set-cookie|.*(api-?key|token|secret|password|session|credential|signature).*)$/i;
const SECRET_PARAMETER =
  /([?&#;](?:[^=&#;]*(?:token|api_?key|apikey|secret|password|passwd|signature|session|auth|credential)[^=&#;]*|key|sig|code|pwd)=)([^&#;\s'"]+)/gi;
const URL_PASSWORD = /\b([a-z][a-z0-9+.-]*:\/\/[^\s/@:]*):([^\s/@]+)@/gi;

/** Says what may be shown. Each reporter passes everything it writes through one of these. */
export interface Masker {
  /** A header with its value masked where that is a secret. */
  header(header: Header): Header;
  /** A text with URL passwords, secret query parameters and known secrets masked. */
  text(text: string): string;
}

/** The masker for --show-secrets. */
export const SHOW_ALL: Masker = { header: (header) => header, text: (text) => text };

/**
 * A masker for one call.
 * @param secrets values that must not appear anywhere, such as those of the request's own Authorization
 */
export function createMasker(secrets: readonly string[]): Masker {
  const known = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  const text = (value: string): string => {
    let masked = value.replace(URL_PASSWORD, `$1:${MASK}@`).replace(SECRET_PARAMETER, `$1${MASK}`);
    for (const secret of known) masked = masked.replaceAll(secret, MASK);
    return masked;
  };
  return {
    text,
    header: ([name, value]) => [name, text(isSecretHeader(name) ? maskValue(name, value) : value)],
  };
}

/** Whether a header's value is a secret by its name. Access-Control headers only name headers. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADER.test(name) && !/^access-control-/i.test(name);
}

/** Keeps what is no secret and helps: the scheme of Authorization, cookie names, Set-Cookie attributes. */
function maskValue(name: string, value: string): string {
  switch (name.toLowerCase()) {
    case 'authorization':
    case 'proxy-authorization':
      return /^\S+ \S/.test(value) ? `${value.slice(0, value.indexOf(' '))} ${MASK}` : MASK;
    case 'cookie':
      return value.split(';').map(maskCookie).join(';');
    case 'set-cookie': {
      const [cookie = '', ...attributes] = value.split(';');
      return [maskCookie(cookie), ...attributes].join(';');
    }
    default:
      return MASK;
  }
}

/** What has no `=` is all value to browsers: https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#section-5.6 */
function maskCookie(pair: string): string {
  return pair.includes('=') ? pair.replace(/=.*/s, `=${MASK}`) : pair.replace(/\S.*/s, MASK);
}
