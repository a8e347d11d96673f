import {
  corsPolicy,
  readAllowedOrigin,
  type AllowedOrigin,
  type CorsPolicy,
} from '../../policy/index.js';
import type { CorsSettings } from './settings.js';

/** The policy that an object's settings make. */
export function policyOf(settings: CorsSettings): CorsPolicy {
  const origins = settings.origins.entries.flatMap((entry): AllowedOrigin[] => {
    // An empty alternative, which old versions made of a trailing comma.
    if (entry === '') return [{ kind: 'any' }];
    const { value } = readAllowedOrigin(entry);
    return value === null ? [] : [value];
  });
  return corsPolicy({
    origins,
    methods: names(settings.methods),
    requestHeaders: names(settings.headers).map((name) => name.toLowerCase()),
    exposedHeaders:
      settings.expose === '*' ? '*' : names(settings.expose).map((name) => name.toLowerCase()),
    credentials: settings.credentials,
    maxAge: Math.max(0, Number(settings.maxAge)),
  });
}

function names(list: string): string[] {
  return list.split(/[,\s]+/).filter((name) => name !== '');
}
