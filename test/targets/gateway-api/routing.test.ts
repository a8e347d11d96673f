import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  corsPolicy,
  exactOrigin,
  isEquivalent,
  type CorsPolicy,
} from '../../../src/policy/index.js';
import { parseUrl, type Header } from '../../../src/protocol/index.js';
import { filterOf } from '../../../src/targets/gateway-api/filter.js';
import { answering } from '../../../src/targets/gateway-api/precedence.js';
import { matchesOf, type Match } from '../../../src/targets/gateway-api/routes.js';
import { applyChanges, TARGETS } from '../../../src/targets/index.js';
import { readYaml, textAt } from '../../../src/targets/support/yaml/read.js';

const target = TARGETS['gateway-api'];
if (target.kind !== 'file') throw new Error('gateway-api reads files');
const { emit } = target;
const POLICY = corsPolicy({ origins: [exactOrigin('https://app.example.com')], methods: ['PUT'] });
const NOBODY = corsPolicy();

const path = fc.constantFrom(
  ...['/', '/', '/a', '/a/b'].map((value) => `path: { type: PathPrefix, value: ${value} }`),
  ...['/a', '/a/b'].map((value) => `path: { type: Exact, value: ${value} }`),
);
const method = fc.constantFrom('', '', '', ', method: GET', ', method: OPTIONS');
const header = fc.constantFrom('', '', ', headers: [{ name: x-canary, value: "1" }]');
const query = fc.constantFrom('', '', ', queryParams: [{ name: v, value: "2" }]');
const match = fc.tuple(path, method, header, query).map((parts) => `{ ${parts.join('')} }`);
const cors = (origin: string): string =>
  `filters: [{ type: CORS, cors: { allowOrigins: ["${origin}"], allowMethods: [PUT] } }]`;
const filters = fc.constantFrom(
  null,
  null,
  cors('https://old.example.com'),
  cors('https://app.example.com'),
);
const rule = fc.record({
  matches: fc.array(match, { minLength: 1, maxLength: 2 }),
  filters,
  /** Where in the rule the filters stand. */
  last: fc.boolean(),
});
const hosts = fc.constantFrom(
  '[api.example.com]',
  '[api.example.com, www.example.com]',
  '["*.example.com"]',
  '[]',
);
const routes = fc.array(
  fc.record({ hosts, rules: fc.array(rule, { minLength: 1, maxLength: 4 }) }),
  {
    minLength: 1,
    maxLength: 2,
  },
);

function written(all: Parameters<Parameters<typeof routes.map>[0]>[0]): string {
  const texts = all.map(({ hosts: names, rules }, index) => {
    const lines = rules.flatMap(({ matches, filters: own, last }, place) => {
      const refs = `backendRefs: [{ name: b-${index}-${place}, port: 80 }]`;
      const more = own === null ? [refs] : last ? [refs, own] : [own, refs];
      return [
        `    - matches:`,
        ...matches.map((each) => `        - ${each}`),
        ...more.map((each) => `      ${each}`),
      ];
    });
    return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: r${index} }
spec:
  hostnames: ${names}
  rules:
${lines.join('\n')}
`;
  });
  return texts.join('---\n');
}

const PROBES = ['api', 'www', 'b'].flatMap((name) =>
  ['/', '/a', '/a/x', '/a/b', '/a/b/c', '/ab'].flatMap((at) =>
    ['', '?v=2'].flatMap((search) =>
      ['GET', 'PUT', 'OPTIONS'].flatMap((verb) =>
        [[], [['x-canary', '1']] as const].map((headers: readonly Header[]) => ({
          url: `https://${name}.example.com${at}${search}`,
          isApi: name === 'api',
          at,
          request: { method: verb, headers },
        })),
      ),
    ),
  ),
);

function answers(text: string): readonly (Match | null)[] {
  const matches = matchesOf(readYaml({ file: 'r', text }).maps);
  return PROBES.map(({ url, request }) => answering(matches, parseUrl(url)!, request));
}

function backend(each: Match | null): string | null {
  return each === null ? null : textAt(each.rule, 'backendRefs', 0, 'name');
}

function isSaid(each: Match | null, policy: CorsPolicy): boolean {
  const filter = each === null ? null : filterOf(each.rule);
  return policy.origins.length === 0
    ? filter === null
    : filter !== null && isEquivalent(filter.policy, policy);
}

describe('a change', () => {
  it('moves no request to another backend, and opens and closes the place alone', () => {
    let said = 0;
    const check = (text: string, place: string, policy: CorsPolicy): void => {
      const at = { origin: 'https://api.example.com', path: place, upstream: 'http://x' };
      const emission = emit(policy, at, { file: 'r', text });
      if (emission.kind === 'cannot') return;
      if (emission.changes.length > 0) said++;
      const after = applyChanges(text, emission.changes);
      const [was, is] = [answers(text), answers(after)];
      const about = `${place} ${policy.origins.length}\n${text}\n=>\n${after}`;
      expect(is.map(backend), about).toEqual(was.map(backend));
      const wrong = PROBES.filter((probe, index) => {
        const [old = null, now = null] = [was[index], is[index]];
        if (old === null) return false;
        const isThere =
          probe.isApi && (place === '/' || probe.at === place || probe.at.startsWith(`${place}/`));
        const same = filterOf(old.rule)?.policy;
        const kept =
          now !== null && JSON.stringify(filterOf(now.rule)?.policy) === JSON.stringify(same);
        if (!isThere) return !kept;
        const deeper = old.path !== place && old.path.length > place.length;
        return !(isSaid(now, policy) || (deeper && kept));
      });
      expect(wrong, about).toEqual([]);
      expect(emit(policy, at, { file: 'r', text: after }), about).toMatchObject({ changes: [] });
    };
    fc.assert(
      fc.property(
        routes.map(written),
        fc.constantFrom('/', '/a', '/a/b'),
        fc.constantFrom(POLICY, NOBODY),
        check,
      ),
      { numRuns: 400 },
    );
    expect(said).toBeGreaterThan(50);
  });
});
