import {
  whyNotSafelisted,
  type UnsafeHeader,
  type UnsafeHeaderReason,
} from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';
import { beyond, LARGEST_UNSIGNED } from '../support/range-limit.js';

/** Each unsafe line counts, also twice, and there is no limit for all safelisted values together. */
export const unsafeRequestHeaders: EngineDecision = {
  id: 'unsafe-request-headers',
  what: 'A Content-Type with a comma, or with a semicolon behind its parameters, is not safelisted; one with a space behind the type and then a parameter is. Accept and Content-Type with a byte that is not ASCII are not, nor is Range with a number of more than 64 bits. Safelisted request-headers may be longer than 1024 bytes together, and a name that is set twice stands twice in Access-Control-Request-Headers; the standard parses a media type, limits the values, and names each header once.',
  source:
    'dom/fetch/InternalHeaders.cpp, GetUnsafeHeaders; netwerk/base/nsURLHelper.cpp, net_ParseRequestContentType; measured with Firefox 153',
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

/**
 * A media type as net_ParseRequestContentType reads it: what stands before a
 * space or semicolon, and parameters of any form, but no comma (that would be a
 * second type) and no semicolon after the last one. Quotes do not come this far.
 */
const TYPE = /^([^\t ;,]+)(?:[^;,]*;(?:[^,]*[^,;])?)?$/;

const NOT_ASCII = /[\u0080-\u00ff]/;

function why(name: string, value: string): UnsafeHeaderReason | null {
  const reason = whyNotSafelisted(name, value);
  if (reason === null && name === 'range') return beyond(value, LARGEST_UNSIGNED);
  // As a signed char such a byte is less than a space.
  if ((reason === null || name === 'content-type') && NOT_ASCII.test(value)) return 'unsafe-byte';
  if (name !== 'content-type' || reason === 'value-too-long' || reason === 'unsafe-byte')
    return reason;
  const type = TYPE.exec(value)?.[1];
  if (type === undefined) return 'media-type-unparsable';
  return whyNotSafelisted(name, type);
}
