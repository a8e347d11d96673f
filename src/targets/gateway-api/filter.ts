import { isMap, type YAMLMap } from 'yaml';
import {
  corsPolicy,
  readAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import { itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { ConfigProblem, Span } from '../target.js';

/** The CORS filter of a rule: GEP-1767, standard since v1.5.0. */
export interface CorsFilter {
  /** The item of `filters`. */
  readonly item: YAMLMap;
  readonly span: Span;
  readonly policy: CorsPolicy;
  /** Entries of allowOrigins that match no page. */
  readonly odd: readonly { readonly text: string; readonly span: Span }[];
}

/** The default of `maxAge`, in seconds. */
const DEFAULT_MAX_AGE = 5;

/** The CORS filter of a rule; null where it has none. */
export function filterOf(rule: YAMLMap): CorsFilter | null {
  const item = itemsAt(rule, 'filters').find((each) => textAt(each, 'type') === 'CORS');
  if (!isMap(item)) return null;
  const cors = nodeAt(item as YAMLMap, 'cors');
  const odd: { text: string; span: Span }[] = [];
  const origins = itemsAt(cors, 'allowOrigins').flatMap((node): AllowedOrigin[] => {
    const text = textAt(node) ?? '';
    const { value } = readAllowedOrigin(text);
    if (value === null || value.kind === 'null') odd.push({ text, span: spanOf(node) });
    if (value === null || value.kind === 'null') return [];
    // A wildcard of the Gateway API stands for any number of labels.
    return [value.kind === 'subdomains' ? { ...value, depth: 'any' } : value];
  });
  const age = Number(textAt(cors, 'maxAge') ?? DEFAULT_MAX_AGE);
  const policy = corsPolicy({
    origins,
    methods: names(cors, 'allowMethods', (name) => name),
    requestHeaders: names(cors, 'allowHeaders', (name) => name.toLowerCase()),
    exposedHeaders: names(cors, 'exposeHeaders', (name) => name.toLowerCase()),
    credentials: textAt(cors, 'allowCredentials') === 'true',
    maxAge: Number.isInteger(age) && age > 0 ? age : DEFAULT_MAX_AGE,
  });
  return { item: item as YAMLMap, span: spanOf(item), policy, odd };
}

function names(
  cors: ReturnType<typeof nodeAt>,
  key: string,
  as: (name: string) => string,
): readonly string[] | '*' {
  const list = itemsAt(cors, key).flatMap((node) => textAt(node) ?? []);
  return list.includes('*') ? '*' : list.map(as);
}

/** What is wrong with a filter. */
export function lintFilter({ policy, odd, span }: CorsFilter): readonly ConfigProblem[] {
  return [
    ...odd.map((entry): ConfigProblem => {
      const { repaired } = readAllowedOrigin(entry.text);
      const meant = repaired?.kind === 'exact' ? ` Write ${repaired.origin}.` : '';
      return {
        rule: 'allow-origin-not-valid',
        severity: 'error',
        span: entry.span,
        message: `"${entry.text}" is not valid here, and the API server refuses the object.${meant}`,
      };
    }),
    ...(policy.credentials && policy.origins.some(({ kind }) => kind === 'any')
      ? [
          {
            rule: 'any-origin-with-credentials',
            severity: 'error',
            span,
            message:
              'Every origin is echoed, with credentials: every page of the web can act as the user. Name the origins in allowOrigins.',
          } as const,
        ]
      : []),
  ];
}
