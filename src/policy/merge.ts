import { writeAllowedOrigin, type AllowedOrigin } from './allowed-origin.js';
import type { CorsPolicy } from './policy.js';

/** A policy that lets through what either of two does, and what had to give way. */
export interface Merged {
  readonly policy: CorsPolicy;
  /** Permissions of the existing policy that browsers refuse beside the wanted ones, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * An existing policy with the permissions of another added, so that a change for
 * one caller takes nothing from the others. Where credentials are allowed, `*`
 * is no permission (https://fetch.spec.whatwg.org/#cors-protocol-and-credentials):
 * it gives way to what is named.
 */
export function mergePolicies(existing: CorsPolicy, wanted: CorsPolicy): Merged {
  const notes: string[] = [];
  const credentials = existing.credentials || wanted.credentials;
  const named = credentials && wanted.credentials;
  const list = (
    have: readonly string[] | '*',
    want: readonly string[] | '*',
    what: string,
  ): readonly string[] | '*' => {
    if (have !== '*' && want !== '*') return [...new Set([...have, ...want])];
    if (!named) return '*';
    notes.push(
      `Every ${what} was allowed (*), which counts for nothing with credentials: name those that other callers use.`,
    );
    return have === '*' ? want : have;
  };
  const any = existing.origins.some(({ kind }) => kind === 'any');
  if (any && named)
    notes.push(
      'Every origin was allowed (*), which browsers refuse with credentials: only the origin of this call is named now. Name those of the other callers, too.',
    );
  const kept = any && named ? [] : existing.origins;
  return {
    policy: {
      origins: any && !named ? existing.origins : union(kept, wanted.origins),
      methods: list(existing.methods, wanted.methods, 'method'),
      requestHeaders: list(existing.requestHeaders, wanted.requestHeaders, 'request-header'),
      exposedHeaders: list(existing.exposedHeaders, wanted.exposedHeaders, 'response-header'),
      // With every origin and no wish for them, credentials are what makes browsers refuse.
      credentials: any && !named ? false : credentials,
      maxAge: wanted.maxAge ?? existing.maxAge,
      privateNetwork: existing.privateNetwork || wanted.privateNetwork,
    },
    notes,
  };
}

function union(a: readonly AllowedOrigin[], b: readonly AllowedOrigin[]): readonly AllowedOrigin[] {
  const byText = new Map([...a, ...b].map((allowed) => [writeAllowedOrigin(allowed), allowed]));
  return [...byText.values()];
}
