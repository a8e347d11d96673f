import { DEFAULT_MAX_AGE, getHeader } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** Two hours. */
const LIMIT = 7_200;

/** Access-Control-Max-Age: at most two hours, and what is no number counts as 0. */
export const maxAge: EngineDecision = {
  id: 'max-age',
  what: 'Access-Control-Max-Age counts for at most 7200 s, and for 0 s when it is negative; the standard takes 5 s then and leaves the limit to browsers.',
  source: 'services/network/public/cpp/cors/preflight_result.cc',
  scenario: 'max-age',
  behaviour: {
    maxAge: (headers) => {
      const value = getHeader(headers, 'access-control-max-age');
      if (value === null) return DEFAULT_MAX_AGE;
      if (/^-[0-9]+$/.test(value)) return 0;
      return /^\+?[0-9]+$/.test(value) ? Math.min(Number(value), LIMIT) : DEFAULT_MAX_AGE;
    },
  },
};
