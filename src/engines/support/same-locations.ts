import {
  getAllHeaders,
  locationUrl,
  type HeaderList,
  type LocationUrl,
  type UrlRecord,
} from '../../protocol/index.js';

/**
 * The location URL where several Location lines count as one when they are the
 * same, and where bytes that are not ASCII are escaped as they are, not as the
 * code points that they stand for in ISO 8859-1.
 */
export function sameLocations(headers: HeaderList, current: UrlRecord): LocationUrl {
  const lines = getAllHeaders(headers, 'location');
  if (new Set(lines).size !== 1) return locationUrl(headers, current);
  return locationUrl([['location', escapedBytes(lines[0]!)]], current);
}

function escapedBytes(value: string): string {
  return value.replace(
    /[\u0080-\u00ff]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
