import {
  corsPolicy,
  exactOrigin,
  isEquivalent,
  isPreflight,
  readAllowedOrigin,
  requestHeader,
  writeAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import type { NetworkRequest } from '../../protocol/index.js';
import { replaceJson } from '../support/json/edit.js';
import { readJson } from '../support/json/read.js';
import { nodeAt, spanOf } from '../support/yaml/read.js';
import type {
  ConfigProblem,
  Emission,
  FileTarget,
  Place,
  Reading,
  SimulatedHeader,
  SimulatedResponse,
  Source,
  Upstream,
} from '../target.js';
import { ruleFor, rulesOf, rulesPath, type S3Rule } from './rules.js';

/** The CORS configuration of an S3 bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html */
export const target: FileTarget = {
  kind: 'file',
  id: 's3',
  title: 'Amazon S3',
  group: 'cloud',
  language: 'json',
  file: 'cors.json',
  leastSaid: {
    policies: 6,
    because: 'S3 allows credentials wherever it names an origin, and most policies do not.',
  },
  traces: { headers: [/^server: AmazonS3/], body: [/<Code>AccessForbidden<\/Code>/] },
  skeleton: () => '{\n  "CORSRules": []\n}\n',
  recognises: (source) => {
    const { root } = readJson(source);
    const path = rulesPath(root);
    if (path === null) return false;
    return path.length > 0 || rulesOf(root).some(({ origins }) => origins.length > 0);
  },
  read,
  emit,
};

const METHODS = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD']);

function read(source: Source): Reading {
  const { root, problems } = readJson(source);
  if (rulesPath(root) === null) return { value: null, problems };
  const rules = rulesOf(root);
  const found = rules.map((rule) => ({
    hosts: [],
    path: '/',
    policy: policyOf(rule),
    span: rule.span,
    notes: rules.length > 1 ? ['The first rule that takes a request decides alone.'] : [],
  }));
  return {
    value: { routes: found, simulate: (request, upstream) => simulate(rules, request, upstream) },
    problems: [...problems, ...rules.flatMap((rule, index) => lint(source, rule, index))],
  };
}

/**
 * What S3 answers: nothing of CORS without Origin or a rule that takes the request,
 * and 403 to a preflight that no rule takes. Credentials are allowed wherever the
 * entry that matched is not "*" alone.
 */
function simulate(
  rules: readonly S3Rule[],
  request: NetworkRequest,
  upstream: Upstream,
): SimulatedResponse {
  const origin = requestHeader(request, 'origin');
  const preflight = isPreflight(request);
  const asked = (requestHeader(request, 'access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const method = preflight
    ? (requestHeader(request, 'access-control-request-method') ?? '')
    : request.method;
  const rule = origin === null ? null : ruleFor(rules, origin, method, preflight ? asked : []);
  const headers =
    rule === null || origin === null ? [] : headersOf(rule, origin, preflight ? asked : []);
  // Without a single rule there is no CORS here: the bucket answers as it answers anything.
  if (preflight && rules.length > 0)
    return {
      status: rule === null ? 403 : 200,
      headers,
      answeredBy: 'server',
      span: rule?.span ?? null,
    };
  const { status, headers: sent } = upstream(request);
  const kept = sent.map(([name, value]) => ({ name, value, span: null }));
  return { status, headers: [...kept, ...headers], answeredBy: 'upstream', span: null };
}

function headersOf(rule: S3Rule, origin: string, asked: readonly string[]): SimulatedHeader[] {
  const any = rule.origins.includes('*');
  const given: readonly (readonly [string, string])[] = [
    ['Access-Control-Allow-Origin', any ? '*' : origin],
    ['Access-Control-Allow-Methods', rule.methods.join(', ')],
    ['Access-Control-Allow-Headers', asked.join(', ').toLowerCase()],
    ['Access-Control-Expose-Headers', rule.expose.join(', ')],
    ['Access-Control-Max-Age', rule.maxAge === null ? '' : String(rule.maxAge)],
    ['Access-Control-Allow-Credentials', any ? '' : 'true'],
    ['Vary', 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method'],
  ];
  return given.flatMap(([name, value]) => (value === '' ? [] : [{ name, value, span: rule.span }]));
}

/** The policy of one rule; null where its origins are patterns that no policy has. */
function policyOf({ origins, methods, headers, expose, maxAge }: S3Rule): CorsPolicy | null {
  const all = origins.map((text): AllowedOrigin | null => {
    if (text === '*') return { kind: 'any' };
    const { value } = readAllowedOrigin(text);
    // Its "*" stands for any characters: any number of labels.
    return value?.kind === 'subdomains' ? { ...value, depth: 'any' } : value;
  });
  if (all.some((each) => each === null)) return null;
  const any = all.some((each) => each?.kind === 'any');
  return corsPolicy({
    origins: all.flatMap((each) =>
      each === null ? [] : each.kind === 'exact' ? exactOrigin(each.origin) : each,
    ),
    methods,
    requestHeaders: headers.includes('*') ? '*' : headers.map((name) => name.toLowerCase()),
    exposedHeaders: expose.map((name) => name.toLowerCase()),
    credentials: !any,
    maxAge,
  });
}

function emit(policy: CorsPolicy, place: Place, existing: Source): Emission {
  const reasons = cannotSay(policy, place);
  const { root, problems } = readJson(existing);
  const path = rulesPath(root);
  if (path === null || problems.length > 0)
    reasons.push(
      `${existing.file} is no CORS configuration of a bucket: a list of rules, or {"CORSRules": [...]}.`,
    );
  if (reasons.length > 0 || path === null) return { kind: 'cannot', reasons };
  const rules = rulesOf(root);
  const said = rules.length === 1 ? policyOf(rules[0]!) : null;
  const same =
    policy.origins.length === 0 ? rules.length === 0 : said !== null && isEquivalent(said, policy);
  const where = 'the CORS rules of the bucket';
  const value = policy.origins.length === 0 ? [] : [ruleJson(policy)];
  const list = nodeAt(root, ...path);
  const change = same || list === null ? null : replaceJson(existing.text, list, value, where);
  return {
    kind: 'change',
    changes: change === null ? [] : [change],
    reload:
      'aws s3api put-bucket-cors --bucket NAME --cors-configuration file://cors.json (with "CORSRules"), or paste the list into the console.',
    notes:
      change === null
        ? []
        : [
            'S3 answers with CORS headers only where a request has an Origin; put Origin into the cache key of what is in front of it.',
          ],
  };
}

function ruleJson({
  origins,
  methods,
  requestHeaders,
  exposedHeaders,
  maxAge,
}: CorsPolicy): object {
  const headers = requestHeaders === '*' ? [] : requestHeaders;
  return {
    AllowedOrigins: origins.map((each) => writeAllowedOrigin(each).replace('**', '*')),
    // Browsers need no permission for these three, but S3 sends its headers to listed methods alone.
    AllowedMethods: [...new Set(['GET', 'HEAD', 'POST', ...(methods === '*' ? [] : methods)])],
    ...(headers.length === 0 ? {} : { AllowedHeaders: headers }),
    ...(exposedHeaders.length === 0 ? {} : { ExposeHeaders: exposedHeaders }),
    ...(maxAge === null ? {} : { MaxAgeSeconds: maxAge }),
  };
}

function cannotSay(policy: CorsPolicy, { path }: Place): string[] {
  const { origins, methods, requestHeaders, exposedHeaders, credentials, privateNetwork } = policy;
  const reasons: string[] = [];
  if (path !== '/')
    reasons.push(
      'The CORS configuration of a bucket holds for all of it: put what is different into a bucket of its own.',
    );
  if (methods === '*') reasons.push('AllowedMethods has no "*": list the methods.');
  else
    for (const method of methods)
      if (!METHODS.has(method))
        reasons.push(`AllowedMethods takes GET, PUT, POST, DELETE and HEAD only, not ${method}.`);
  if (requestHeaders === '*')
    reasons.push(
      'AllowedHeaders "*" lets Authorization through, too, which the policy does not: list the names.',
    );
  if (exposedHeaders === '*') reasons.push('ExposeHeaders has no "*": list the names.');
  for (const each of origins)
    if (each.kind === 'subdomains' && each.depth === 'one')
      reasons.push(
        `${writeAllowedOrigin(each)}: the "*" of S3 stands for any characters, so for any number of labels; write ${writeAllowedOrigin(each).replace('*', '**')} if that is meant, or list the names.`,
      );
  const any = origins.some(({ kind }) => kind === 'any');
  if (origins.length > 0 && !any && !credentials)
    reasons.push(
      'S3 allows credentials wherever it names an origin, and cannot leave that out: allow them in the policy, or every origin (*) without.',
    );
  if (privateNetwork) reasons.push('S3 never sends Access-Control-Allow-Private-Network.');
  return reasons;
}

function lint(
  { text }: Source,
  { origins, methods, span }: S3Rule,
  index: number,
): readonly ConfigProblem[] {
  const { root } = readJson({ file: '', text });
  const path = rulesPath(root) ?? [];
  const at = (key: string, item: number): ConfigProblem['span'] =>
    spanOf(nodeAt(root, ...path, index, key, item));
  return [
    ...origins.flatMap((entry, item): ConfigProblem[] => {
      if (readAllowedOrigin(entry).value !== null || entry === '*') return [];
      const { repaired } = readAllowedOrigin(entry);
      const meant = repaired?.kind === 'exact' ? ` Write ${repaired.origin}.` : '';
      const rule = entry.includes('*') ? 'origin-pattern' : 'allow-origin-not-valid';
      return [
        {
          rule,
          severity: entry.includes('*') ? 'warning' : 'error',
          span: at('AllowedOrigins', item),
          message: entry.includes('*')
            ? `"${entry}": the "*" stands for any characters, so that more sites may be let in than it looks.`
            : `"${entry}" is no origin that a browser sends.${meant}`,
        },
      ];
    }),
    ...methods.flatMap((method, item): ConfigProblem[] =>
      METHODS.has(method)
        ? []
        : [
            {
              rule: 'method-not-taken',
              severity: 'error',
              span: at('AllowedMethods', item),
              message: `S3 does not take ${method}: GET, PUT, POST, DELETE and HEAD only. Preflights (OPTIONS) are answered by themselves.`,
            },
          ],
    ),
    ...(origins.length === 0
      ? [
          {
            rule: 'no-origins',
            severity: 'error' as const,
            span,
            message: 'A rule needs AllowedOrigins.',
          },
        ]
      : []),
  ];
}
