/** Longest value that a line is searched for; URLs of 8000 characters are already refused by most servers. */
export const LONGEST = 8192;

const QUOTE = /^['"`´‘’‚‛“”„‟′″«»]$/;

/** A value between two pieces of a line, or null where such a value cannot stand there. */
export function capture(name: string, slice: string): string | null {
  const value = unquote(slice.trim());
  switch (name) {
    case 'url':
    case 'from':
    case 'origin':
    case 'page':
      return urlLike(value);
    case 'location':
      return joinLines(value, '');
    case 'method':
    case 'name':
      return /^\S{1,200}$/.test(value) ? value : null;
    case 'kind':
    case 'api':
      return value.length <= 40 ? value : null;
    case 'status':
      return /^\(?(\w{1,6})\)?$/.exec(value)?.[1] ?? null;
    default:
      return joinLines(value, ' ');
  }
}

/** The value at the end of a line, with what follows it cut off; null where there is none. */
export function captureLast(name: string, rest: string): string | null {
  const line = rest.trimStart();
  switch (name) {
    case 'status':
      return /^\(?(null|\d{3})\b/.exec(line)?.[1] ?? null;
    case 'url':
    case 'origin': {
      const word = /^['"‘“`]?([^\s'"’”`]+)/.exec(line)?.[1] ?? '';
      return urlLike(withoutStops(word));
    }
    case 'method':
    case 'name':
      return /^['"‘“`]?([^\s'"’”`]{1,200})/.exec(line)?.[1] ?? null;
    default:
      return unquote(withoutPlace(line.split('\n', 1)[0]!.trim()));
  }
}

/** A URL or origin, with the breaks of wrapped lines taken out. */
function urlLike(value: string): string | null {
  const joined = joinLines(value, '');
  const looks = joined === 'null' || /^[a-z][a-z0-9+.-]{0,60}:/i.test(joined);
  return looks && !/\s/.test(joined) ? joined : null;
}

/** Takes one pair of quotes away, or the one that a cut left. */
function unquote(value: string): string {
  const from = QUOTE.test(value[0] ?? '') ? 1 : 0;
  const to = value.length > from && QUOTE.test(value.at(-1) ?? '') ? -1 : undefined;
  return value.slice(from, to);
}

/** Takes away the file and line that consoles write behind a message. */
function withoutPlace(line: string): string {
  const last = line.lastIndexOf(' ');
  return last > 0 && /^\(?[^\s:]{1,200}(:\d+){1,2}\)?$/.test(line.slice(last + 1))
    ? line.slice(0, last).trimEnd()
    : line;
}

/** Puts wrapped lines together; not with a pattern, whose time would grow with the square of a long gap. */
function joinLines(text: string, by: string): string {
  if (!text.includes('\n')) return text;
  return text
    .split('\n')
    .map((line) => line.trim())
    .join(by);
}

/** Without the punctuation of the sentence that a URL ends. */
function withoutStops(word: string): string {
  let end = word.length;
  while (end > 0 && '.,:;)'.includes(word[end - 1]!)) end--;
  return word.slice(0, end);
}
