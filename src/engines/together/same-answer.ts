/**
 * Whether two answers of a point of `Behaviour` are the same by what they say:
 * primitives by value, URLs by their text, lists and records part by part.
 */
export function sameAnswer(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (Array.isArray(a) || Array.isArray(b)) return sameList(a, b);
  // A URL keeps what it says behind accessors.
  if ('href' in a || 'href' in b) return a['href'] === b['href'];
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => sameAnswer(a[key], b[key]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function sameList(a: unknown, b: unknown): boolean {
  return (
    Array.isArray(a) &&
    Array.isArray(b) &&
    a.length === b.length &&
    a.every((item, index) => sameAnswer(item, b[index]))
  );
}
