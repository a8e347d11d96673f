import type { UrlRecord } from './url.js';

/**
 * A serialized origin: `scheme://host[:port]`, or `null` for an opaque one.
 * https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export type SerializedOrigin = string;

/** The serialization of every opaque origin. */
export const OPAQUE_ORIGIN = 'null';

/**
 * https://html.spec.whatwg.org/multipage/browsers.html#same-origin
 * An opaque origin is same origin with itself only, which no URL has: so never here.
 */
export function isSameOrigin(origin: SerializedOrigin, url: UrlRecord): boolean {
  return origin !== OPAQUE_ORIGIN && origin === url.origin;
}

/**
 * Whether a redirect has tainted the request's origin, that is, whether its
 * redirect-taint is anything but "same-origin": some hop went from an origin
 * other than the request's to yet another one.
 * https://fetch.spec.whatwg.org/#concept-request-redirect-taint ("same-site"
 * and "cross-site" both serialize to `null`, so they are one here.)
 */
export function isRedirectTainted(
  origin: SerializedOrigin,
  urlList: readonly UrlRecord[],
): boolean {
  for (let i = 1; i < urlList.length; i++) {
    const last = urlList[i - 1]!;
    const url = urlList[i]!;
    if (url.origin !== last.origin && !isSameOrigin(origin, last)) return true;
  }
  return false;
}
