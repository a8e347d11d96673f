import type { Evidence, ExchangeRef } from '../../evidence/index.js';
import { headersOf, type RuleContext } from '../context.js';

/** A header that says a response came out of a cache. */
function saysHit(name: string, value: string): boolean {
  switch (name.toLowerCase()) {
    case 'age':
      return /^\d+$/.test(value.trim()) && Number(value) > 0;
    case 'x-cache':
    case 'cf-cache-status':
    case 'x-cache-status':
    case 'x-vercel-cache':
    case 'x-proxy-cache':
      return /\bhit\b/i.test(value);
    case 'cache-status':
      // https://www.rfc-editor.org/rfc/rfc9211#section-2.1
      return /;\s*hit\b/i.test(value);
    default:
      return false;
  }
}

/** The headers that say a response came out of a cache, as evidence; none when nothing says so. */
export function cacheHit(context: RuleContext, exchange: ExchangeRef): Evidence[] {
  const found: Evidence[] = [];
  for (const [name, value] of headersOf(context, exchange)) {
    if (saysHit(name, value)) found.push({ kind: 'header', exchange, name, value });
  }
  return found;
}

/** The headers that show a shared cache on the way or invite one, as evidence. */
export function cacheOnTheWay(context: RuleContext, exchange: ExchangeRef): Evidence[] {
  const found = cacheHit(context, exchange);
  for (const [name, value] of headersOf(context, exchange)) {
    const invites = /^cache-control$/i.test(name) && /\b(public|s-maxage)\b/i.test(value);
    const miss =
      /^(x-cache|cf-cache-status|x-cache-status)$/i.test(name) && /miss|expired/i.test(value);
    if (invites || miss) found.push({ kind: 'header', exchange, name, value });
  }
  return found;
}
