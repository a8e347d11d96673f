import { list, record, resolved, type Json } from './values.js';

/** What one way of being authorized makes a page send. */
export interface SecurityVariant {
  /** Names of request headers, lower-case. */
  readonly headers: readonly string[];
  /** Whether it is by cookies or a certificate, which need credentials. */
  readonly cookies: boolean;
  /** Names of keys in the query. */
  readonly query: readonly string[];
}

const NOTHING: SecurityVariant = { headers: [], cookies: false, query: [] };

/**
 * The ways in which an operation can be authorized: each entry of `security` is
 * one, and what stands in it is needed together.
 * https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object
 */
export function securityVariants(api: Json, security: unknown): readonly SecurityVariant[] {
  const schemes = record(record(api['components'])['securitySchemes']);
  const variants = list(security)
    .map((each) => Object.keys(record(each)))
    .map((names) => together(names.map((name) => neededBy(resolved(api, schemes[name])))));
  const found = new Map(variants.map((each) => [JSON.stringify(each), each]));
  // Where something is needed in one way, the way without it asks for nothing more.
  if (found.size > 1) found.delete(JSON.stringify(NOTHING));
  return found.size === 0 ? [NOTHING] : [...found.values()];
}

function together(parts: readonly SecurityVariant[]): SecurityVariant {
  return {
    headers: [...new Set(parts.flatMap(({ headers }) => headers))].toSorted(),
    cookies: parts.some(({ cookies }) => cookies),
    query: parts.flatMap(({ query }) => query),
  };
}

/** https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object */
function neededBy({ type, in: where, name }: Json): SecurityVariant {
  switch (type) {
    case 'apiKey':
      if (where === 'cookie') return { ...NOTHING, cookies: true };
      if (typeof name !== 'string') return NOTHING;
      return where === 'query'
        ? { ...NOTHING, query: [name] }
        : { ...NOTHING, headers: [name.toLowerCase()] };
    case 'mutualTLS':
      return { ...NOTHING, cookies: true };
    case 'http':
    case 'oauth2':
    case 'openIdConnect':
      return { ...NOTHING, headers: ['authorization'] };
    default:
      return NOTHING;
  }
}
