import { OPAQUE_ORIGIN } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** A no-cors GET from an opaque origin says so. */
export const opaqueOriginInNoCors: EngineDecision = {
  id: 'opaque-origin-in-no-cors',
  what: 'A no-cors GET with credentials to https from an opaque origin carries Origin: null; by the standard a no-cors GET carries no Origin.',
  source: 'measured with Firefox 153',
  scenario: 'no-cors-from-opaque-origin-https',
  behaviour: {
    sendsOriginInNoCors: (origin, include, url) =>
      include && origin === OPAQUE_ORIGIN && url.protocol === 'https:',
  },
};
