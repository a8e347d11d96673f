/**
 * A function of a text that remembers what it said of late: one call meets the
 * same few URLs, hosts and media types again and again, and parsing them is
 * the dearest thing it does.
 * @param compute pure; its results are shared, so nobody may change them
 * @param size how many results are kept at most
 */
export function remembering<Result>(
  compute: (text: string) => Result,
  size = 64,
): (text: string) => Result {
  const recent = new Map<string, Result>();
  return (text) => {
    let result = recent.get(text);
    if (result === undefined && !recent.has(text)) {
      if (recent.size >= size) recent.clear();
      recent.set(text, (result = compute(text)));
    }
    return result as Result;
  };
}
