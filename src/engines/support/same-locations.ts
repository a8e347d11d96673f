import {
  getAllHeaders,
  locationUrl,
  type HeaderList,
  type LocationUrl,
  type UrlRecord,
} from '../../protocol/index.js';

/** The location URL where several Location lines count as one when they are the same. */
export function sameLocations(headers: HeaderList, current: UrlRecord): LocationUrl {
  const lines = getAllHeaders(headers, 'location');
  if (new Set(lines).size !== 1) return locationUrl(headers, current);
  return locationUrl([['location', lines[0]!]], current);
}
