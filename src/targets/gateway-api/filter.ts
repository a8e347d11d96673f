import { isMap, type YAMLMap } from 'yaml';
import { corsPolicy, type CorsPolicy } from '../../policy/index.js';
import { itemsAt, nodeAt, spanOf, textAt } from '../support/yaml/read.js';
import type { Span } from '../target.js';
import { readEntry, type OriginEntry } from './origins.js';

/** The CORS filter of a rule: GEP-1767, standard since v1.5.0. */
export interface CorsFilter {
  /** The item of `filters`. */
  readonly item: YAMLMap;
  readonly span: Span;
  /** What it allows, without the entries of allowOrigins that no policy says. */
  readonly policy: CorsPolicy;
  readonly entries: readonly OriginEntry[];
  /** Whether the policy is all that it says. */
  readonly isWhole: boolean;
}

/** The default of `maxAge`, in seconds. */
const DEFAULT_MAX_AGE = 5;

/** The CORS filters of a rule: one, where the object is valid. */
export function filtersOf(rule: YAMLMap): readonly CorsFilter[] {
  return itemsAt(rule, 'filters').flatMap((item) =>
    isMap(item) && textAt(item, 'type') === 'CORS' ? [readFilter(item as YAMLMap)] : [],
  );
}

/** The CORS filter of a rule; null where it has none. */
export function filterOf(rule: YAMLMap): CorsFilter | null {
  return filtersOf(rule)[0] ?? null;
}

function readFilter(item: YAMLMap): CorsFilter {
  const cors = nodeAt(item, 'cors');
  const entries = itemsAt(cors, 'allowOrigins').map(readEntry);
  const age = Number(textAt(cors, 'maxAge') ?? DEFAULT_MAX_AGE);
  const policy = corsPolicy({
    origins: entries.flatMap(({ allowed }) => allowed ?? []),
    methods: names(cors, 'allowMethods', (name) => name),
    requestHeaders: names(cors, 'allowHeaders', (name) => name.toLowerCase()),
    exposedHeaders: names(cors, 'exposeHeaders', (name) => name.toLowerCase()),
    credentials: textAt(cors, 'allowCredentials') === 'true',
    maxAge: Number.isInteger(age) && age > 0 ? age : DEFAULT_MAX_AGE,
  });
  const isWhole = entries.every(({ fault }) => fault === null);
  return { item, span: spanOf(item), policy, entries, isWhole };
}

function names(
  cors: ReturnType<typeof nodeAt>,
  key: string,
  as: (name: string) => string,
): readonly string[] | '*' {
  const list = itemsAt(cors, key).flatMap((node) => textAt(node) ?? []);
  return list.includes('*') ? '*' : list.map(as);
}
