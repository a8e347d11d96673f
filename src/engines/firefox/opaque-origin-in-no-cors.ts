import { OPAQUE_ORIGIN } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** A no-cors GET from an opaque origin says so. */
export const opaqueOriginInNoCors: EngineDecision = {
  id: 'opaque-origin-in-no-cors',
  what: 'A no-cors GET or HEAD with credentials from a sandboxed frame to the site in the address bar carries Origin: null, be it http or https, until a redirect leads to another origin; by the standard it carries no Origin.',
  source: 'measured with Firefox 153',
  scenario: 'no-cors-null-https-to-top-level-site',
  behaviour: {
    sendsOriginInNoCors: (origin, include, toTopLevel) =>
      include && origin === OPAQUE_ORIGIN && toTopLevel !== 'cross-site',
  },
};
