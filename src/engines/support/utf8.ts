/** The Encoding Standard's decoder, which every host of this code has. https://encoding.spec.whatwg.org/ */
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** A byte string read as UTF-8, with U+FFFD for what is none. */
export function utf8(bytes: string): string {
  let ascii = true;
  for (let i = 0; i < bytes.length && ascii; i++) ascii = bytes.charCodeAt(i) < 0x80;
  if (ascii) return bytes;
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}

/** A byte string whose bytes that are no UTF-8 have become U+FFFD, as a byte string again. */
export function repairedUtf8(bytes: string): string {
  const text = utf8(bytes);
  return text === bytes ? bytes : String.fromCharCode(...new TextEncoder().encode(text));
}
