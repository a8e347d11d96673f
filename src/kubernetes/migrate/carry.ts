import { readAllowedOrigin, writeAllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import {
  corsSettings,
  policyOf,
  type Controller,
  type IngressObject,
} from '../../targets/ingress-nginx/model.js';

/** What an object's annotations come down to in browsers, and what was not meant that way. */
export interface Carried {
  /** Null where CORS is not enabled. */
  readonly policy: CorsPolicy | null;
  /** Where what is in force is not what it looks like, a sentence or two each. */
  readonly warnings: readonly string[];
}

/** The policy that browsers see today. It is what is carried over, wanted or not: the warnings say which. */
export function carriedPolicy({ annotations }: IngressObject, { version }: Controller): Carried {
  const settings = corsSettings(annotations, version);
  if (settings === null) return { policy: null, warnings: [] };
  const policy = policyOf(settings);
  const warnings: string[] = [];
  const given = annotations.get('cors-allow-origin')?.value;
  const any = policy.origins.some(({ kind }) => kind === 'any');
  if (settings.origins.invalid)
    warnings.push(
      `cors-allow-origin: "${given ?? ''}" is not valid, so that every site is allowed today. It is carried over as it is in force; ${meant(given ?? '')}`,
    );
  for (const entry of settings.origins.skipped)
    warnings.push(
      `cors-allow-origin: "${entry}" is skipped today and allows nobody; it is left out.`,
    );
  if (settings.origins.entries.includes('null'))
    warnings.push(
      'cors-allow-origin: null also lets in every origin that ends in "null", as https://evilnull, today: no other server does that.',
    );
  for (const name of settings.dropped.filter((each) => each !== 'cors-allow-origin'))
    warnings.push(
      `${name}: "${annotations.get(name)?.value ?? ''}" is not valid; the default is in force, and carried over.`,
    );
  if (any && settings.credentials) {
    warnings.push(
      'Every site is allowed, with credentials (the default): browsers refuse that for requests with cookies, and allow it without. It is carried over without credentials; copied as it stands, other proxies would let any site act as its visitors.',
    );
    return { policy: { ...policy, credentials: false }, warnings };
  }
  return { policy, warnings };
}

function meant(value: string): string {
  const entries = value.split(/[\s,]+/).map((entry) => readAllowedOrigin(entry));
  const origins = entries.map(({ value: read, repaired }) => read ?? repaired);
  if (origins.some((each) => each === null)) return 'write what was meant before you migrate.';
  const text = origins
    .flatMap((each) => (each === null ? [] : writeAllowedOrigin(each)))
    .join(', ');
  return `if ${text} was meant, write that before you migrate.`;
}
