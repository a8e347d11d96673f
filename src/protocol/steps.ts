/**
 * Each algorithm that decides something, by the name the standards give it,
 * with the section that defines it. The trace refers to these.
 */
export const STEPS = {
  'request-constructor': {
    term: 'Request constructor',
    url: 'https://fetch.spec.whatwg.org/#dom-request',
  },
  'main-fetch': { term: 'main fetch', url: 'https://fetch.spec.whatwg.org/#concept-main-fetch' },
  'http-fetch': { term: 'HTTP fetch', url: 'https://fetch.spec.whatwg.org/#concept-http-fetch' },
  'http-network-or-cache-fetch': {
    term: 'HTTP-network-or-cache fetch',
    url: 'https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch',
  },
  'cors-preflight-fetch': {
    term: 'CORS-preflight fetch',
    url: 'https://fetch.spec.whatwg.org/#cors-preflight-fetch-0',
  },
  'cors-preflight-cache': {
    term: 'CORS-preflight cache',
    url: 'https://fetch.spec.whatwg.org/#concept-cache',
  },
  'cors-check': { term: 'CORS check', url: 'https://fetch.spec.whatwg.org/#concept-cors-check' },
  'http-redirect-fetch': {
    term: 'HTTP-redirect fetch',
    url: 'https://fetch.spec.whatwg.org/#concept-http-redirect-fetch',
  },
  'filtered-response': {
    term: 'filtered response',
    url: 'https://fetch.spec.whatwg.org/#concept-filtered-response',
  },
  'cross-origin-resource-policy-check': {
    term: 'cross-origin resource policy check',
    url: 'https://fetch.spec.whatwg.org/#concept-cross-origin-resource-policy-check',
  },
  'local-network-access-check': {
    term: 'Local Network Access check',
    url: 'https://wicg.github.io/local-network-access/#local-network-access-check',
  },
  'mixed-content-check': {
    term: 'should fetching request be blocked as mixed content',
    url: 'https://w3c.github.io/webappsec-mixed-content/#should-block-fetch',
  },
  'port-blocking': {
    term: 'should request be blocked due to a bad port',
    url: 'https://fetch.spec.whatwg.org/#block-bad-port',
  },
} as const;

/** The id of a step of the standard. */
export type StepId = keyof typeof STEPS;
