export type Json = Readonly<Record<string, unknown>>;

/** An object as it is, and anything else as an empty one. */
export function record(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** A list as it is, and anything else as an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Follows `$ref` within the document. https://spec.openapis.org/oas/v3.1.1.html#reference-object */
export function resolved(api: Json, value: unknown): Json {
  let found = record(value);
  for (let hops = 0; typeof found['$ref'] === 'string' && hops < 10; hops++) {
    if (!found['$ref'].startsWith('#')) return {};
    const path = found['$ref'].replace(/^#\/?/, '').split('/');
    found = record(
      path.reduce<unknown>(
        (node, key) => record(node)[decoded(key).replaceAll('~1', '/').replaceAll('~0', '~')],
        api,
      ),
    );
  }
  return found;
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** The first reference out of the document, or null. Aliases may make it large: so many values are looked at. */
export function refersElsewhere(api: Json): string | null {
  const waiting: unknown[] = [api];
  for (let looked = 0; looked < 200_000 && waiting.length > 0; looked++) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const { $ref } = value as Json;
    if (typeof $ref === 'string' && !$ref.startsWith('#')) return $ref;
    waiting.push(...Object.values(value));
  }
  return null;
}
