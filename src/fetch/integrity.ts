/** Weakest first. https://w3c.github.io/webappsec-subresource-integrity/#hash-functions */
const HASHES = ['sha256', 'sha384', 'sha512'];

const ITEM = /^(sha256|sha384|sha512)-([a-z0-9+/_-]+={0,2})(?:\?.*)?$/i;

/**
 * Whether bytes are what integrity metadata promises; metadata that names no known hash promises nothing.
 * https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist
 */
export async function matchesIntegrity(
  bytes: Uint8Array<ArrayBuffer>,
  metadata: string,
): Promise<boolean> {
  const items = metadata.split(/[\t\n\f\r ]+/).flatMap((item) => {
    const [, hash = '', digest = ''] = ITEM.exec(item) ?? [];
    return hash === '' ? [] : [{ hash: hash.toLowerCase(), digest }];
  });
  const strongest = HASHES.findLast((hash) => items.some((item) => item.hash === hash));
  if (strongest === undefined) return true;
  const name = strongest.replace('sha', 'SHA-');
  const digest = base64(new Uint8Array(await crypto.subtle.digest(name, bytes)));
  return items.some((item) => item.hash === strongest && standard(item.digest) === digest);
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Both alphabets of base64 are taken. */
function standard(digest: string): string {
  return digest.replaceAll('-', '+').replaceAll('_', '/');
}
