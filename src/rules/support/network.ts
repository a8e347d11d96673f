import type { Side } from '../../evidence/index.js';
import { parseUrl } from '../../protocol/index.js';
import type { RuleContext } from '../context.js';
import type { Finding } from '../rule.js';

/** What every rule about the network says. */
export type NetworkArgs = Readonly<{
  host: string;
  detail: string;
  secure: boolean;
}>;

/** The finding of a rule about one kind of network failure, or null for another kind. */
export function networkFinding(
  context: RuleContext,
  kinds: readonly string[],
  side: Side,
): Finding<NetworkArgs> | null {
  const { failure } = context.outcome;
  const kind = failure?.details.network;
  if (!failure || kind === undefined || !kinds.includes(kind)) return null;
  const url = parseUrl(failure.url);
  const detail = failure.details.detail ?? kind;
  return {
    confidence: 'certain',
    side,
    args: { host: url?.host ?? failure.url, detail, secure: url?.protocol === 'https:' },
    evidence: [{ kind: 'network', exchange: failure.exchange, error: kind, detail }],
  };
}
