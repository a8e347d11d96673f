import { parseBool } from '../ingress-nginx/annotations.js';
import type { Annotation, IngressObject } from './objects.js';

/** What a controller makes of the annotations of an object. */
export interface CorsSettings {
  /** Origins that are compared as they are; the first is the fallback of haproxy-ingress. */
  readonly origins: readonly string[];
  /** Regular expressions, not anchored by the controller. */
  readonly patterns: readonly string[];
  readonly methods: string;
  readonly headers: string;
  readonly expose: string;
  readonly credentials: boolean;
  readonly maxAge: string;
  /** Whether OPTIONS is answered by the controller. */
  readonly answersOptions: boolean;
}

/** jcmoraisjr/haproxy-ingress, pkg/converters/ingress/defaults.go */
const DEFAULT_METHODS = 'GET, PUT, POST, DELETE, PATCH, OPTIONS';
const DEFAULT_HEADERS =
  'DNT,X-CustomHeader,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Authorization';

/** The settings in force; null where CORS is not enabled. */
export function settingsOf({ controller, annotations }: IngressObject): CorsSettings | null {
  if (parseBool(annotations.get('cors-enable')?.value.trim()) !== true) return null;
  const value = (name: string, usual: string): string => {
    const text = annotations.get(name)?.value.trim() ?? '';
    return text === '' ? usual : text;
  };
  return controller === 'haproxytech' ? haproxytech(value) : haproxyIngress(value, annotations);
}

/** jcmoraisjr/haproxy-ingress, pkg/converters/ingress/annotations/backend.go (buildBackendCors) */
function haproxyIngress(
  value: (name: string, usual: string) => string,
  annotations: ReadonlyMap<string, Annotation>,
): CorsSettings {
  const empty = annotations.get('cors-allow-origin')?.value === '';
  const origins = empty ? [] : list(value('cors-allow-origin', '*'), /,/);
  return {
    origins,
    patterns: list(value('cors-allow-origin-regex', ''), / /),
    methods: value('cors-allow-methods', DEFAULT_METHODS),
    headers: value('cors-allow-headers', DEFAULT_HEADERS),
    expose: value('cors-expose-headers', ''),
    credentials: parseBool(value('cors-allow-credentials', 'false')) === true,
    maxAge: value('cors-max-age', '86400'),
    answersOptions: true,
  };
}

/** haproxytech/kubernetes-ingress, pkg/annotations/ingress/resSetCORS.go */
function haproxytech(value: (name: string, usual: string) => string): CorsSettings {
  const origin = value('cors-allow-origin', '*');
  const strip = (text: string): string => text.replaceAll(/\s+/g, '');
  const methods = strip(value('cors-allow-methods', '*'));
  return {
    origins: origin === '*' ? ['*'] : [],
    patterns: origin === '*' ? [] : [origin],
    methods: techMethods(methods),
    headers: strip(value('cors-allow-headers', '*')),
    expose: '',
    credentials: value('cors-allow-credentials', '') === 'true',
    maxAge: seconds(value('cors-max-age', '5s')),
    answersOptions: value('cors-respond-to-options', '') === 'true',
  };
}

/** The methods that cors-allow-methods of haproxytech takes. */
export const TECH_METHODS: readonly string[] = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'HEAD',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
];

/** In upper case; one that it does not know costs the whole header. */
function techMethods(text: string): string {
  if (text === '*') return '*';
  const methods = text.toUpperCase().split(',');
  return methods.every((each) => TECH_METHODS.includes(each)) ? methods.join(', ') : '';
}

/** HAProxy's times: `5s`, `10m`; milliseconds without a unit. */
function seconds(time: string): string {
  const [, number = '0', unit = 'ms'] = /^(\d+)(us|ms|s|m|h|d)?$/.exec(time) ?? [];
  const per: Readonly<Record<string, number>> = {
    us: 1e-6,
    ms: 1e-3,
    s: 1,
    m: 60,
    h: 3600,
    d: 86_400,
  };
  return String(Math.floor(Number(number) * (per[unit] ?? 0)));
}

function list(text: string, separator: RegExp): readonly string[] {
  return text
    .split(separator)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
