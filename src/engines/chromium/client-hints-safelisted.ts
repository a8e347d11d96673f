import {
  corsUnsafeRequestHeaders,
  whyNotSafelisted,
  type UnsafeHeaderReason,
} from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';
import { beyond } from '../support/range-limit.js';

const WHOLE = /^[0-9]+$/;
const DECIMAL = /^[0-9]+(\.[0-9]+)?$/;

/** Client hints by the form that their value must have. */
const HINTS: Readonly<Record<string, RegExp>> = {
  'save-data': /^on$/i,
  'device-memory': DECIMAL,
  dpr: DECIMAL,
  downlink: DECIMAL,
  width: WHOLE,
  'viewport-width': WHOLE,
  rtt: WHOLE,
  ect: /^(slow-2g|2g|3g|4g)$/,
};

/** The largest signed number of 64 bits stands for an open end. */
const LARGEST = 2n ** 63n - 2n;

function why(name: string, value: string): UnsafeHeaderReason | null {
  const form = HINTS[name];
  if (form === undefined)
    return whyNotSafelisted(name, value) ?? (name === 'range' ? beyond(value, LARGEST) : null);
  return value.length <= 128 && form.test(value) ? null : 'name';
}

/** Client hints need no preflight when their value has the right form. */
export const clientHintsSafelisted: EngineDecision = {
  id: 'client-hints-safelisted',
  what: 'DPR, Width, Viewport-Width, Device-Memory, Downlink, RTT, ECT and Save-Data are CORS-safelisted when their value has the right form, and Range is not with a number of 2^63 - 1 or more; the standard took them off its list, and knows no such number.',
  source:
    'services/network/public/cpp/cors/cors.cc, IsCorsSafelistedHeader; measured with Chromium 156',
  scenario: 'client-hints',
  behaviour: { corsUnsafeRequestHeaders: (headers) => corsUnsafeRequestHeaders(headers, why) },
};
