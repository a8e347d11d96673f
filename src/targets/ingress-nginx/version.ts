import { DEFAULTS } from './annotations.js';

/** What CORS is different by in versions of the controller. */
export interface ControllerVersion {
  /** As `1.13.0`. */
  readonly name: string;
  /** Several origins in one annotation, compared with the request's; before, one that is always sent. */
  readonly severalOrigins: boolean;
  /** A value that is not valid as a whole falls back to the default, which is every origin. */
  readonly validatesAnnotations: boolean;
  /** Schemes besides http and https. */
  readonly anyScheme: boolean;
  readonly nullOrigin: boolean;
  /** An empty entry, as a trailing comma leaves, matches every origin. */
  readonly emptyEntryMatchesAll: boolean;
  /** What is allowed without cors-allow-headers. */
  readonly defaultHeaders: string;
}

const HEADERS_BEFORE_1_2_1 =
  'DNT,X-CustomHeader,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Authorization';

/**
 * A version's habits, with flags at their defaults. kubernetes/ingress-nginx,
 * internal/ingress/annotations/cors/main.go and pkg/flags/flags.go at its tags.
 * @param text `1.11.3`, `v1.11.3`; null for what is no version
 */
export function controllerVersion(text: string): ControllerVersion | null {
  const match = /^(?:controller-)?v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text.trim());
  if (match === null) return null;
  const [, major = '0', minor = '0', patch = '0'] = match;
  const since = (...from: readonly [number, number, number]): boolean => {
    const own = [Number(major), Number(minor), Number(patch)];
    const index = own.findIndex((each, at) => each !== from[at]);
    return index === -1 || own[index]! > from[index]!;
  };
  return {
    name: `${major}.${minor}.${patch}`,
    severalOrigins: since(1, 0, 5),
    validatesAnnotations: since(1, 12, 0),
    anyScheme: since(1, 12, 0),
    nullOrigin: since(1, 13, 0),
    emptyEntryMatchesAll: since(1, 0, 5) && !since(1, 9, 5),
    defaultHeaders: since(1, 2, 1) ? DEFAULTS.headers : HEADERS_BEFORE_1_2_1,
  };
}

/** The last line of versions, which most who still run the controller have: 1.13 and later are the same for CORS. */
export const LATEST: ControllerVersion = controllerVersion('1.15.1')!;
