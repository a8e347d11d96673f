import type { CorsCheckFailureCode, FailureDetails } from '../failure.js';
import { getHeader, type HeaderList } from '../headers/list.js';
import { parseUrl } from '../url.js';

/** What the CORS check found wrong. */
export interface CorsCheckFailure {
  readonly code: CorsCheckFailureCode;
  readonly details: Required<Pick<FailureDetails, 'header' | 'value' | 'expected'>>;
}

/**
 * The CORS check. https://fetch.spec.whatwg.org/#concept-cors-check
 * The standard only knows success and failure; the codes tell the failures
 * apart as Chromium's network::cors::CheckAccess does, because that is the
 * finest distinction any of the three makes.
 * @param origin the request's serialized origin, `null` when tainted or opaque
 * @param include whether the request's credentials mode is "include"
 * @returns null on success
 */
export function corsCheck(
  headers: HeaderList,
  origin: string,
  include: boolean,
): CorsCheckFailure | null {
  const allowOrigin = getHeader(headers, 'access-control-allow-origin');
  if (allowOrigin === null) return allowOriginFailure('allow-origin-missing', null, origin);
  if (allowOrigin === '*') {
    return include
      ? allowOriginFailure('wildcard-origin-with-credentials', allowOrigin, origin)
      : null;
  }
  if (allowOrigin !== origin)
    return allowOriginFailure(whyDifferent(allowOrigin), allowOrigin, origin);
  return include ? credentialsFailure(headers) : null;
}

function allowOriginFailure(
  code: CorsCheckFailureCode,
  value: string | null,
  expected: string,
): CorsCheckFailure {
  return { code, details: { header: 'access-control-allow-origin', value, expected } };
}

/** Access-Control-Allow-Credentials must be exactly `true`; null when it is. */
export function credentialsFailure(headers: HeaderList): CorsCheckFailure | null {
  const value = getHeader(headers, 'access-control-allow-credentials');
  if (value === 'true') return null;
  return {
    code: 'allow-credentials-not-true',
    details: { header: 'access-control-allow-credentials', value, expected: 'true' },
  };
}

function whyDifferent(allowOrigin: string): CorsCheckFailureCode {
  // Several header lines were joined by ", " before; a space or comma cannot be in an origin.
  if (/[ ,]/.test(allowOrigin)) return 'multiple-allow-origin-values';
  // `null` is the serialization of an origin, though no URL.
  if (allowOrigin === 'null') return 'allow-origin-mismatch';
  return parseUrl(allowOrigin) === null ? 'invalid-allow-origin-value' : 'allow-origin-mismatch';
}
