import { whyNotSafelisted, type UnsafeHeader } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** One line a name, and no limit for all safelisted values together. */
export const requestHeaders: EngineDecision = {
  id: 'request-headers',
  what: 'Range may say BYTES in upper case. Lines of one name that the page sets are joined by ", " before they are judged, and safelisted values may be longer than 1024 bytes together; the standard compares the unit byte by byte, judges each line and limits them.',
  source:
    'Source/WebCore/loader/CrossOriginAccessControl.cpp, isSimpleCrossOriginAccessRequest; measured with WebKitGTK 2.50',
  scenario: 'combined-request-headers',
  behaviour: {
    combinesRequestHeaders: true,
    corsUnsafeRequestHeaders: (headers) => {
      const unsafe: UnsafeHeader[] = [];
      for (const [rawName, value] of headers) {
        const name = rawName.toLowerCase();
        const reason = whyNotSafelisted(name, name === 'range' ? value.toLowerCase() : value);
        if (reason !== null) unsafe.push({ name, reason });
      }
      return unsafe.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  },
};
