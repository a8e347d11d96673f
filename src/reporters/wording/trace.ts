import type { NoteCode, TraceEntry, TraceValue } from '../../protocol/index.js';

type Data = Readonly<Record<string, TraceValue>>;

const items = (data: Data, key: string): readonly string[] =>
  Array.isArray(data[key]) ? (data[key] as readonly string[]) : [];
const text = (data: Data, key: string): string => String(data[key] ?? '');

const UNSAFE: Readonly<Record<string, string>> = {
  name: 'not a CORS-safelisted name',
  'value-too-long': 'value over 128 bytes',
  'unsafe-byte': 'a byte that is not safelisted',
  'language-byte': 'a byte that is not safelisted',
  'media-type': 'a media type that no form can send',
  'media-type-unparsable': 'not a media type',
  range: 'not a simple range',
  'together-too-long': 'more than 1024 bytes together',
};

/** What each decision was, in words. Failures have theirs in failure.ts. */
const NOTES: Readonly<Record<NoteCode, (data: Data) => string>> = {
  'method-normalized': (data) => `the method ${text(data, 'from')} becomes ${text(data, 'to')}`,
  'header-forbidden': (data) => `\`${text(data, 'name')}\` is forbidden to pages and dropped`,
  'header-not-no-cors-safelisted': (data) => `\`${text(data, 'name')}\` is dropped in no-cors mode`,
  'content-type-from-body': (data) => `a text body brings \`Content-Type: ${text(data, 'value')}\``,
  'content-type-charset-rewritten': (data) =>
    `the charset is rewritten: \`${text(data, 'value')}\``,
  'response-tainting-basic': () => 'same origin: no CORS needed',
  'response-tainting-opaque': () => 'no-cors: the page will see an opaque response',
  'response-tainting-cors': () => 'another origin: the CORS protocol applies',
  'preflight-needed': (data) => `a preflight comes first: ${preflightReasons(data).join('; ')}`,
  'preflight-not-needed': () => 'no preflight: method and headers are CORS-safelisted',
  'preflight-cached': () => 'no preflight: the CORS-preflight cache has one',
  'preflight-status-ok': (data) => `status ${text(data, 'status')} is in 200–299`,
  'method-allowed': (data) => `the method ${text(data, 'method')} is allowed`,
  'headers-allowed': (data) => `the headers are allowed: ${items(data, 'names').join(', ')}`,
  'max-age': (data) => `browsers may keep this preflight for ${text(data, 'seconds')} s`,
  'preflight-cache-cleared': () => 'the CORS-preflight cache forgets this URL',
  'origin-sent': (data) => `sends \`Origin: ${text(data, 'value')}\``,
  'origin-tainted': () => 'the redirect has tainted the origin: it is sent as null',
  'credentials-included': () => 'cookies go with it',
  'credentials-not-included': () => 'no cookies go with it',
  'allow-origin-matches': (data) => `CORS check: Allow-Origin is \`${text(data, 'origin')}\``,
  'allow-origin-wildcard': () => 'CORS check: Allow-Origin is `*`',
  'allow-credentials-true': () => 'CORS check: Allow-Credentials is `true`',
  'cors-check-not-needed': () => 'no CORS check needed',
  'redirect-followed': (data) => `redirect ${text(data, 'status')} to \`${text(data, 'to')}\``,
  'redirect-without-location': () => 'a redirect status without `Location` is an ordinary response',
  'redirect-manual': () => 'redirect: "manual": the page gets an opaque redirect',
  'redirect-method-changed': (data) =>
    `${text(data, 'from')} becomes ${text(data, 'to')}, without body`,
  'redirect-authorization-removed': () => 'another origin: `Authorization` is not sent on',
  'response-filtered': (data) => responseFiltered(data),
};

function responseFiltered(data: Data): string {
  if (text(data, 'type') === 'opaque') return 'the page sees nothing of it (opaque response)';
  if (text(data, 'type') === 'opaqueredirect') return 'the page sees an opaque redirect';
  const names = items(data, 'headers');
  return `the page can read ${names.length === 0 ? 'no headers' : names.map((name) => `\`${name}\``).join(', ')}`;
}

/** Each reason for a preflight, from the data of a `preflight-needed` entry. */
export function preflightReasons(data: Data): string[] {
  const reasons: string[] = [];
  if (typeof data['method'] === 'string') reasons.push(`the method ${data['method']}`);
  const why = items(data, 'why');
  items(data, 'headers').forEach((name, index) => {
    reasons.push(`\`${name}\` (${UNSAFE[why[index] ?? ''] ?? 'not safelisted'})`);
  });
  if (data['uploadListeners'] === true) reasons.push('listeners on upload');
  return reasons;
}

/** A decision that did not fail, in words. */
export function notePhrase(entry: TraceEntry): string {
  return NOTES[entry.code as NoteCode](entry.data ?? {});
}
