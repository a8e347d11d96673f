import { parseUrl, type UrlRecord } from '../url.js';

/**
 * Whether a URL's origin is potentially trustworthy.
 * https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
 */
export function isPotentiallyTrustworthy(url: UrlRecord): boolean {
  if (url.protocol === 'https:' || url.protocol === 'wss:' || url.protocol === 'file:') return true;
  return isLoopbackHost(url.hostname);
}

/** `localhost`, names under it, 127.0.0.0/8 and ::1. */
export function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname) ||
    hostname === '[::1]'
  );
}

/**
 * Whether a page at this origin prohibits mixed content: its origin is https.
 * https://w3c.github.io/webappsec-mixed-content/#categorize-settings-object
 */
export function prohibitsMixedContent(origin: string): boolean {
  return origin.startsWith('https:') && parseUrl(origin) !== null;
}
