import { defineRule } from './rule.js';

/** The page sets a header that browsers do not let it set. https://fetch.spec.whatwg.org/#forbidden-request-header */
export const rule = defineRule({
  id: 'forbidden-header-dropped',
  when: 'always',
  check(context) {
    if (context.request.headers.length === 0) return null;
    const names: string[] = [];
    for (const { code, data } of context.outcome.trace) {
      if (code === 'header-forbidden' || code === 'header-not-no-cors-safelisted')
        names.push(String(data?.['name']));
    }
    if (names.length === 0) return null;
    return {
      role: 'advice',
      confidence: 'certain',
      side: 'page',
      args: { names, noCors: context.request.mode === 'no-cors' },
      evidence: names.map((name) => ({
        kind: 'page' as const,
        what: 'the page sets',
        value: name,
      })),
    };
  },
});
