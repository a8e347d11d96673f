import type { EngineDecision } from '../engine.js';

/** A charset parameter up to its value; quotes before the value are skipped. */
const CHARSET = /(?<=[\0- ;])(charset[\0- ]*=[\0- "']*)([^\0- "';]+)/gi;

/** XMLHttpRequest changes the charset's letters, and leaves the rest of Content-Type as it was. */
export const charsetReplacedInPlace: EngineDecision = {
  id: 'charset-replaced-in-place',
  what: 'Where XMLHttpRequest sends a string, the name of the charset in Content-Type is replaced in the text; by the standard the media type is written anew, with its parameters in their canonical form, so that another value may be safelisted.',
  source:
    'third_party/blink/renderer/platform/network/http_parsers.cc, ReplaceCharsetInMediaType; measured with Chromium 156',
  scenario: 'xhr-charset-in-quotes',
  behaviour: { contentTypeInUtf8: (value) => value.replace(CHARSET, '$1UTF-8') },
};
