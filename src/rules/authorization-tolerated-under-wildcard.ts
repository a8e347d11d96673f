import { extractTokenList, getHeader } from '../protocol/index.js';
import { headersOf } from './context.js';
import { headerEvidence } from './evidence.js';
import { defineRule } from './rule.js';

/**
 * The call is allowed only because browsers still let `*` cover Authorization.
 * https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
 */
export const rule = defineRule({
  id: 'authorization-tolerated-under-wildcard',
  when: 'allowed',
  check(context) {
    const { preflight, request } = context;
    if (!preflight?.needs.headerNames.includes('authorization')) return null;
    if (request.credentials === 'include') return null;
    const headers = headersOf(context, preflight.index);
    const allowed = extractTokenList(headers, 'access-control-allow-headers');
    if (typeof allowed === 'string' || !allowed.includes('*')) return null;
    if (allowed.some((name) => name.toLowerCase() === 'authorization')) return null;
    return {
      role: 'advice',
      confidence: 'certain',
      side: 'server',
      args: { allowed: getHeader(headers, 'access-control-allow-headers') ?? '*' },
      evidence: headerEvidence(context, preflight.index, 'access-control-allow-headers'),
    };
  },
});
