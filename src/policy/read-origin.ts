import { parseUrl } from '../protocol/index.js';
import { ANY_ORIGIN, exactOrigin, type AllowedOrigin } from './allowed-origin.js';

/** Why a text is no allowed origin. */
export type OriginFault =
  | 'empty'
  | 'no-scheme'
  | 'path'
  | 'trailing-slash'
  | 'upper-case'
  | 'default-port'
  | 'space'
  | 'list'
  | 'wildcard-place'
  | 'wildcard-port'
  | 'not-an-origin';

/** A reading of one entry of an allow-list. `repaired` is what was meant, where that is clear. */
export interface AllowedOriginReading {
  readonly value: AllowedOrigin | null;
  readonly fault: OriginFault | null;
  readonly repaired: AllowedOrigin | null;
}

/** A wildcard may stand for the first label or labels of a host, and nothing else. */
const SUBDOMAINS =
  /^([a-z][a-z0-9+.-]*):\/\/(\*\*?)\.([a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::(\d{1,5}))?$/;
/** The schemes for which browsers serialize an origin of scheme, host and port: the special ones. */
const SPECIAL = /^(https?|wss?|ftp):/;
/** A page of an app or an extension: `capacitor://localhost`, `chrome-extension://<id>`. */
const CUSTOM = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9._-]+(:\d{1,5})?$/;

/**
 * Reads one allowed origin as people and configurations write it, strictly: what
 * is not the very text that a browser would send in Origin has a fault, because a
 * server compares bytes. https://fetch.spec.whatwg.org/#origin-header
 */
export function readAllowedOrigin(text: string): AllowedOriginReading {
  if (text === '*') return good(ANY_ORIGIN);
  if (text === 'null') return good({ kind: 'null' });
  if (text.trim() === '') return bad('empty');
  if (text !== text.trim()) return repairable('space', text.trim());
  if (text.includes(',')) return bad('list');
  if (/\s/.test(text)) return bad('list');
  if (text.endsWith('/') && !text.endsWith('://'))
    return repairable('trailing-slash', text.replace(/\/+$/, ''));
  if (!text.includes('://')) return bad('no-scheme');
  if (/^[^/]*:\/\/[^/]*[/?#]/.test(text))
    return repairable('path', text.replace(/^([^/]*:\/\/[^/?#]*).*$/, '$1'));
  if (text !== text.toLowerCase()) return repairable('upper-case', text.toLowerCase());
  return text.includes('*') ? readPattern(text) : readExact(text);
}

function readPattern(text: string): AllowedOriginReading {
  const match = SUBDOMAINS.exec(text);
  if (match === null) return bad(text.endsWith(':*') ? 'wildcard-port' : 'wildcard-place');
  const [, scheme = '', stars, domain = '', port = ''] = match;
  if (/^[\d.]+$/.test(domain)) return bad('wildcard-place');
  if (isDefaultPort(scheme, port)) return repairable('default-port', text.replace(/:\d+$/, ''));
  return good({ kind: 'subdomains', scheme, domain, port, depth: stars === '*' ? 'one' : 'any' });
}

function readExact(text: string): AllowedOriginReading {
  if (!SPECIAL.test(text))
    return CUSTOM.test(text) ? good(exactOrigin(text)) : bad('not-an-origin');
  const url = parseUrl(text);
  if (url === null || url.username !== '' || url.password !== '') return bad('not-an-origin');
  if (url.origin === text) return good(exactOrigin(text));
  const fault = text.startsWith(`${url.origin}:`) ? 'default-port' : 'not-an-origin';
  return { value: null, fault, repaired: exactOrigin(url.origin) };
}

function isDefaultPort(scheme: string, port: string): boolean {
  return (scheme === 'https' && port === '443') || (scheme === 'http' && port === '80');
}

function good(value: AllowedOrigin): AllowedOriginReading {
  return { value, fault: null, repaired: null };
}

function bad(fault: OriginFault): AllowedOriginReading {
  return { value: null, fault, repaired: null };
}

function repairable(fault: OriginFault, text: string): AllowedOriginReading {
  const again = readAllowedOrigin(text);
  return { value: null, fault, repaired: again.value ?? again.repaired };
}
