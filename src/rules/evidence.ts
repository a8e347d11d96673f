import type { Evidence, ExchangeRef } from '../evidence/index.js';
import { nameIs } from '../protocol/index.js';
import { headersOf, statusOf, type RuleContext } from './context.js';

/** Evidence for a response header: each line of it as sent, or that there is none. */
export function headerEvidence(
  context: RuleContext,
  exchange: ExchangeRef,
  name: string,
): Evidence[] {
  const lines = headersOf(context, exchange).filter(([sent]) => nameIs(sent, name));
  if (lines.length === 0) return [{ kind: 'no-header', exchange, name }];
  return lines.map(([sent, value]) => ({ kind: 'header', exchange, name: sent, value }));
}

/** Evidence for a response's status; empty when there was no response. */
export function statusEvidence(context: RuleContext, exchange: ExchangeRef): Evidence[] {
  const status = statusOf(context, exchange);
  return status === null ? [] : [{ kind: 'status', exchange, status }];
}
