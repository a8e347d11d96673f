const DECIDED = /^(accept|origin|cookie|access-control-request-(method|headers))$/;

/**
 * A header name as browsers write it on HTTP/1.1. The protocol's own headers are
 * lower-case inside; those of the page keep the case that the page gave them.
 */
export function wireName(name: string): string {
  if (!DECIDED.test(name)) return name;
  return name.replace(
    /(^|-)([a-z])/g,
    (_, dash: string, letter: string) => dash + letter.toUpperCase(),
  );
}
