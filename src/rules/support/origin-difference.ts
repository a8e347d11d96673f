import { parseUrl, type UrlRecord } from '../../protocol/index.js';

/** Which part of Access-Control-Allow-Origin keeps it from being the page's origin. */
export type OriginPart =
  | 'quotes'
  | 'whitespace'
  | 'trailing-slash'
  | 'path'
  | 'case'
  | 'no-scheme'
  | 'null'
  | 'empty'
  | 'scheme'
  | 'port'
  | 'www'
  | 'sub-domain'
  | 'host'
  | 'default-port';

/** The first and most telling difference between what was allowed and the page's origin. */
export function originDifference(allowed: string, origin: string): OriginPart {
  if (allowed === '') return 'empty';
  if (/^["']|["']$/.test(allowed)) return 'quotes';
  if (/\s/.test(allowed)) return 'whitespace';
  if (allowed.toLowerCase() === 'null') return 'null';
  if (allowed.toLowerCase() === origin.toLowerCase()) return 'case';
  if (allowed.replace(/\/$/, '').toLowerCase() === origin.toLowerCase()) return 'trailing-slash';
  const page = parseUrl(origin);
  if (page && allowed.toLowerCase().replace(/\/$/, '') === page.host.toLowerCase())
    return 'no-scheme';
  const url = parseUrl(allowed);
  if (!url || !page) return 'host';
  return differentPart(allowed, url, page);
}

function differentPart(allowed: string, url: UrlRecord, page: UrlRecord): OriginPart {
  if (url.origin === page.origin) {
    return url.pathname.length > 1 || /[?#]/.test(allowed) ? 'path' : 'default-port';
  }
  if (url.hostname !== page.hostname) {
    if (bare(url.hostname) === bare(page.hostname)) return 'www';
    const related = isBelow(url.hostname, page.hostname) || isBelow(page.hostname, url.hostname);
    return related ? 'sub-domain' : 'host';
  }
  return url.protocol === page.protocol ? 'port' : 'scheme';
}

function bare(host: string): string {
  return host.replace(/^www\./, '');
}

function isBelow(host: string, domain: string): boolean {
  return host.endsWith(`.${domain}`);
}
