import {
  whyNotSafelisted,
  type UnsafeHeader,
  type UnsafeHeaderReason,
} from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';
import { beyond, LARGEST_UNSIGNED } from '../support/range-limit.js';

function why(name: string, value: string): UnsafeHeaderReason | null {
  if (name !== 'range') return whyNotSafelisted(name, value);
  return whyNotSafelisted(name, value.toLowerCase()) ?? beyond(value, LARGEST_UNSIGNED);
}

/** One line a name, and no limit for all safelisted values together. */
export const requestHeaders: EngineDecision = {
  id: 'request-headers',
  what: 'Range may say BYTES in upper case, but no number of more than 64 bits. Lines of one name that the page sets are joined by ", " before they are judged, and safelisted values may be longer than 1024 bytes together; the standard compares the unit byte by byte, judges each line and limits them.',
  source:
    'Source/WebCore/loader/CrossOriginAccessControl.cpp, isSimpleCrossOriginAccessRequest; measured with WebKitGTK 2.50',
  scenario: 'combined-request-headers',
  behaviour: {
    combinesRequestHeaders: true,
    corsUnsafeRequestHeaders: (headers) => {
      const unsafe: UnsafeHeader[] = [];
      for (const [rawName, value] of headers) {
        const name = rawName.toLowerCase();
        const reason = why(name, value);
        if (reason !== null) unsafe.push({ name, reason });
      }
      return unsafe.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  },
};
