import { corsCheck, type HeaderList } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** Lines of Access-Control-Allow-Origin that say nothing do not count beside one that does. */
function withoutEmptyLines(headers: HeaderList): HeaderList {
  const lines = headers.filter(([name]) => name.toLowerCase() === 'access-control-allow-origin');
  if (lines.length < 2 || lines.every(([, value]) => value.trim() === '')) return headers;
  return headers.filter((line) => !lines.includes(line) || line[1].trim() !== '');
}

/** Firefox leaves empty lines out when it joins lines of one name. */
export const emptyHeaderLines: EngineDecision = {
  id: 'empty-header-lines',
  what: 'An empty Access-Control-Allow-Origin line beside another one is left out; by the standard the two are joined, and fail.',
  source: 'netwerk/protocol/http/nsHttpHeaderArray.cpp; measured with Firefox 153',
  scenario: 'empty-allow-origin-line',
  behaviour: {
    corsCheck: (headers, origin, include) => corsCheck(withoutEmptyLines(headers), origin, include),
  },
};
