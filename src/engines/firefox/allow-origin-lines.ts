import {
  corsCheck,
  getHeader,
  type CorsCheckFailure,
  type Header,
  type HeaderList,
} from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** Only lines in this very spelling are counted. */
const COUNTED = 'Access-Control-Allow-Origin';

function check(received: HeaderList, origin: string, include: boolean): CorsCheckFailure | null {
  const headers = withoutEmptyBeside(received, 'access-control-allow-credentials');
  const lines = headers.filter(([name]) => name.toLowerCase() === COUNTED.toLowerCase());
  if (lines.length < 2) return corsCheck(headers, origin, include);
  if (lines.filter(([name]) => name === COUNTED).length > 1) {
    const value = getHeader(headers, 'access-control-allow-origin');
    const details = { header: 'access-control-allow-origin', value, expected: origin };
    return { code: 'multiple-allow-origin-values', details };
  }
  const empty = lines.filter(([, value]) => value.trim() === '');
  if (empty.length === lines.length) return corsCheck(headers, origin, include);
  return corsCheck(
    headers.filter((line) => !empty.includes(line)),
    origin,
    include,
  );
}

/** An empty line adds nothing where there is another of its name. */
function withoutEmptyBeside(headers: HeaderList, lowerCaseName: string): HeaderList {
  const isNamed = ([name]: Header) => name.toLowerCase() === lowerCaseName;
  const said = headers.some((line) => isNamed(line) && line[1].trim() !== '');
  return said ? headers.filter((line) => !isNamed(line) || line[1].trim() !== '') : headers;
}

/** How Firefox counts and joins lines of Access-Control-Allow-Origin. */
export const allowOriginLines: EngineDecision = {
  id: 'allow-origin-lines',
  what: 'Two lines spelled Access-Control-Allow-Origin fail at once; in another spelling they are joined, and an empty one beside another is left out, as of Access-Control-Allow-Credentials. By the standard all lines are joined, whatever their case, and compared.',
  source:
    'netwerk/protocol/http/nsCORSListenerProxy.cpp, CheckOriginHeader; nsHttpHeaderArray.cpp; measured with Firefox 153',
  scenario: 'empty-allow-origin-line',
  behaviour: { corsCheck: check },
};
