import { corsPolicy, readAllowedOrigin, writeAllowedOrigin } from '../../src/policy/index.js';
import { policyHeaders } from '../../src/policy/answer.js';
import type { CorsPolicy } from '../../src/policy/index.js';
import type { ConfigProblem, FileTarget, Route } from '../../src/targets/index.js';

/**
 * A server for tests, of our own making. Its configuration is lines:
 * `host NAME`, then `allow ORIGIN [METHOD…] [header NAME] [credentials] [max-age N]`.
 * @param broken whether it forgets, when it emits, to name the methods
 */
export function smallTarget(broken = false): FileTarget {
  return {
    kind: 'file',
    id: 'small',
    title: 'Small',
    group: 'server',
    language: 'text',
    file: 'small.conf',
    skeleton: () => 'host api.example.com\n',
    recognises: ({ text }) => text.startsWith('host '),
    read: ({ text }) => {
      const problems: ConfigProblem[] = [];
      const routes: Route[] = [];
      for (const { 0: line, index } of text.matchAll(/^allow .*$/gm)) {
        const span = { start: index, end: index + line.length };
        const [, origin = '', ...rest] = line.split(' ');
        const { value } = readAllowedOrigin(origin);
        if (value === null) {
          const message = `${origin} is no origin.`;
          problems.push({ rule: 'bad-origin', severity: 'error', span, message });
          continue;
        }
        const after = (word: string): string[] =>
          rest.flatMap((each, at) => (rest[at - 1] === word ? [each] : []));
        const policy = corsPolicy({
          origins: [value],
          methods: rest.filter((each) => /^[A-Z]+$/.test(each)),
          requestHeaders: after('header'),
          credentials: rest.includes('credentials'),
          maxAge: after('max-age').map(Number)[0] ?? null,
        });
        routes.push({ hosts: ['api.example.com'], path: '/', policy, span, notes: ['A note.'] });
      }
      const policies = routes.flatMap(({ policy }) => policy ?? []);
      return {
        problems,
        value: text.startsWith('host ')
          ? {
              routes,
              simulate: (request, upstream) => {
                const own = request.method === 'OPTIONS' && policies.length > 0;
                const { status } = own ? { status: 204 } : plain(upstream(request));
                const headers = policies.flatMap((policy) => policyHeaders(policy, request));
                return {
                  status,
                  headers: headers.map(([name, value]) => ({ name, value, span: null })),
                  answeredBy: own ? 'server' : 'upstream',
                  span: null,
                };
              },
            }
          : null,
      };
    },
    emit: (policy, _place, { text }) =>
      policy.origins.length === 1
        ? {
            kind: 'change',
            changes: [
              {
                where: 'at the end',
                text: line(policy, broken),
                at: { start: text.length, end: text.length },
              },
            ],
            reload: 'small reload',
            notes: [],
          }
        : { kind: 'cannot', reasons: ['Small knows one origin only; name one.'] },
  };
}

function line(policy: CorsPolicy, broken: boolean): string {
  const methods = broken || policy.methods === '*' ? [] : policy.methods;
  const headers = policy.requestHeaders === '*' ? [] : policy.requestHeaders;
  const words = [
    'allow',
    ...policy.origins.map(writeAllowedOrigin),
    ...methods,
    ...headers.flatMap((name) => ['header', name]),
    ...(policy.credentials ? ['credentials'] : []),
  ];
  return `${words.join(' ')}\n`;
}

function plain(result: { readonly status: number }): { readonly status: number } {
  return result;
}
