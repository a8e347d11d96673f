/** One entry of a policy's list of allowed origins. */
export type OriginRule =
  /** A serialized origin: `https://app.example.com`. */
  | { readonly kind: 'exact'; readonly origin: string }
  /**
   * Every origin whose host is below a domain. `labels` says how far below:
   * `one` is `a.example.com` only, `any` also `a.b.example.com`. Never the domain itself.
   */
  | {
      readonly kind: 'subdomains';
      readonly scheme: string;
      readonly domain: string;
      /** Empty for the scheme's default port. */
      readonly port: string;
      readonly labels: 'one' | 'any';
    }
  /** The serialization of opaque origins: sandboxed iframes, file:, redirect chains. */
  | { readonly kind: 'null' };

/**
 * What a server means to allow, free of how any server says it. A server that
 * follows it answers a matching origin with that origin (or `*` for `any`) and
 * everybody else with no CORS headers at all.
 */
export interface CorsPolicy {
  /** `any`: every origin, said as `*`. */
  readonly origins: readonly OriginRule[] | 'any';
  /** Beyond the CORS-safelisted ones, case-sensitive; `any`: said as `*`. */
  readonly methods: readonly string[] | 'any';
  /** Request-header names, lower-case; `any`: said as `*`. */
  readonly requestHeaders: readonly string[] | 'any';
  /** Response-header names, lower-case; `any`: said as `*`. */
  readonly exposedHeaders: readonly string[] | 'any';
  readonly credentials: boolean;
  /** Seconds; null leaves it to the browser (five seconds). */
  readonly maxAge: number | null;
}

/** Whether the policy allows an origin. https://fetch.spec.whatwg.org/#concept-cors-check */
export function allowsOrigin(policy: CorsPolicy, origin: string): boolean {
  if (policy.origins === 'any') return true;
  return policy.origins.some((rule) => matchesOrigin(rule, origin));
}

/** Whether one entry allows a serialized origin. */
export function matchesOrigin(rule: OriginRule, origin: string): boolean {
  if (rule.kind === 'null') return origin === 'null';
  if (rule.kind === 'exact') return origin === rule.origin;
  const start = `${rule.scheme}://`;
  const end = `.${rule.domain}${rule.port === '' ? '' : `:${rule.port}`}`;
  if (!origin.startsWith(start) || !origin.endsWith(end)) return false;
  const labels = origin.slice(start.length, origin.length - end.length);
  return (rule.labels === 'one' ? /^[a-z0-9-]+$/ : /^[a-z0-9-]+(\.[a-z0-9-]+)*$/).test(labels);
}

/** The entry as people write it: `https://app.example.com`, `https://*.example.com`, `null`. */
export function originRuleText(rule: OriginRule): string {
  if (rule.kind === 'null') return 'null';
  if (rule.kind === 'exact') return rule.origin;
  const stars = rule.labels === 'one' ? '*' : '**';
  return `${rule.scheme}://${stars}.${rule.domain}${rule.port === '' ? '' : `:${rule.port}`}`;
}
