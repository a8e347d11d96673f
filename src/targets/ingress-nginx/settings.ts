import { DEFAULTS, parseBool, type Annotation, type Annotations } from './annotations.js';
import { readOriginList, type OriginList } from './origins.js';
import { LATEST, type ControllerVersion } from './version.js';

/** What the controller puts into a location for one object's annotations. */
export interface CorsSettings {
  readonly origins: OriginList;
  readonly methods: string;
  readonly headers: string;
  readonly expose: string;
  readonly credentials: boolean;
  readonly maxAge: string;
  /** Annotations whose value the controller throws away, taking its default: names. */
  readonly dropped: readonly string[];
}

/**
 * The values that an annotation may have: internal/ingress/annotations/cors/main.go
 * and parser/validators.go at v1.15.1. A value that does not match is as good as none.
 */
const VALID: Readonly<Record<string, RegExp>> = {
  // The controller's `([A-Za-z]+,?\s?)+` without its backtracking.
  'cors-allow-methods': /^[A-Za-z]+(?:(?:,\s?|\s)[A-Za-z]+)*(?:,\s?|\s)?$/,
  'cors-allow-headers': /^[A-Za-z0-9\-_, ]*$/,
  'cors-expose-headers': /^(([A-Za-z0-9\-_, ]*)|\*)$/,
  'cors-max-age': /^-?\d+$/,
};

/** What of an object's annotations is effective; null when they do not enable CORS. */
export function corsSettings(
  annotations: Annotations,
  version: ControllerVersion = LATEST,
): CorsSettings | null {
  if (parseBool(annotations.get('enable-cors')?.value) !== true) return null;
  const dropped: string[] = [];
  const value = (name: string, fallback: string): string => {
    const given = annotations.get(name);
    if (given === undefined) return fallback;
    const text = given.value.trim();
    if (text !== '' && isValid(name, given)) return text;
    dropped.push(name);
    return fallback;
  };
  const origins = readOriginList(annotations.get('cors-allow-origin')?.value ?? null, version);
  if (origins.invalid) dropped.push('cors-allow-origin');
  const credentials = annotations.get('cors-allow-credentials')?.value;
  if (credentials !== undefined && parseBool(credentials) === null)
    dropped.push('cors-allow-credentials');
  return {
    origins,
    methods: value('cors-allow-methods', DEFAULTS.methods),
    headers: value('cors-allow-headers', version.defaultHeaders),
    expose: value('cors-expose-headers', ''),
    credentials: parseBool(credentials) ?? true,
    maxAge: value('cors-max-age', DEFAULTS.maxAge),
    dropped,
  };
}

function isValid(name: string, { value }: Annotation): boolean {
  // Newlines are refused before anything else is looked at.
  if (/[\r\n]/.test(value)) return false;
  return VALID[name]?.test(value) ?? true;
}
