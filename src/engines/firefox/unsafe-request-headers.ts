import {
  whyNotSafelisted,
  type UnsafeHeader,
  type UnsafeHeaderReason,
} from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** Each unsafe line counts, also twice, and there is no limit for all safelisted values together. */
export const unsafeRequestHeaders: EngineDecision = {
  id: 'unsafe-request-headers',
  what: 'A Content-Type whose parameters are not all name=value is not safelisted. Safelisted request-headers may be longer than 1024 bytes together, and a name that is set twice stands twice in Access-Control-Request-Headers; the standard is lenient with parameters, limits the values, and names each header once.',
  source: 'dom/fetch/InternalHeaders.cpp, GetUnsafeHeaders; measured with Firefox 153',
  scenario: 'safelisted-headers-together',
  behaviour: {
    corsUnsafeRequestHeaders: (headers) => {
      const unsafe: UnsafeHeader[] = [];
      for (const [rawName, value] of headers) {
        const name = rawName.toLowerCase();
        const reason = why(name, value);
        if (reason !== null) unsafe.push({ name, reason });
      }
      return unsafe.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    },
  },
};

/** A media type and parameters that are all `name=value`; anything else is no media type to Firefox. */
const STRICT_TYPE =
  /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+\/[!#$%&'*+\-.^_`|~0-9A-Za-z]+[\t ]*(;[\t ]*[!#$%&'*+\-.^_`|~0-9A-Za-z]+=("[^"]*"|[!#$%&'*+\-.^_`|~0-9A-Za-z]+)[\t ]*)*;?$/;

function why(name: string, value: string): UnsafeHeaderReason | null {
  const reason = whyNotSafelisted(name, value);
  if (reason !== null || name !== 'content-type') return reason;
  return STRICT_TYPE.test(value) ? null : 'media-type-unparsable';
}
