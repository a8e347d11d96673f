import { defineRule } from './rule.js';

/** Headers that servers rarely need, and that alone make a call need a preflight. */
const SPARE = new Set([
  'x-requested-with',
  'cache-control',
  'pragma',
  'if-modified-since',
  'accept-charset',
  'access-control-allow-origin',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-credentials',
]);

/** The preflight is there only for headers that could be left out. */
export const rule = defineRule({
  id: 'preflight-avoidable',
  when: 'always',
  check(context) {
    if (!context.preflight) return null;
    const { method, headerNames } = context.preflight.needs;
    if (headerNames.length === 0 || !['GET', 'HEAD', 'POST'].includes(method)) return null;
    const bodiless = context.request.body === null && method !== 'POST';
    const spare = (name: string): boolean =>
      SPARE.has(name) || (name === 'content-type' && bodiless);
    if (!headerNames.every(spare)) return null;
    return {
      role: 'advice',
      confidence: 'likely',
      side: 'page',
      args: {
        names: headerNames,
        responseHeaders: headerNames.some((name) => name.startsWith('access-control-')),
      },
      evidence: [
        {
          kind: 'request-header',
          exchange: context.preflight.index,
          name: 'Access-Control-Request-Headers',
          value: headerNames.join(','),
        },
      ],
    };
  },
});
