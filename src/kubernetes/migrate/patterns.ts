/** What a path that is a regular expression comes down to. */
export interface PathPattern {
  readonly path: string;
  readonly kind: 'Exact' | 'Prefix' | 'Regex';
  /** Whether `/v1` matches `/v1x`, too. */
  readonly openEnd: boolean;
}

// What people let a prefix of path elements end in, so that "$2" is the rest:
// https://kubernetes.github.io/ingress-nginx/examples/rewrite/
const ENDINGS = [
  {
    endings: ['(/|$)(.*)', '(?:/|$)(.*)', '(/|$).*', '(/|$)', '(/.*|$)', '(/.*)?$'],
    slash: '',
    open: false,
  },
  { endings: ['/(.*)', '/.*', '/(.+)', '/()(.*)'], slash: '/', open: false },
  { endings: ['/?(.*)', '/?.*', '(.*)', '.*', '()(.*)', '(/.*)?', ''], slash: '', open: true },
] as const;

/**
 * A path of Ingress NGINX as it is where paths are regular expressions: most are a
 * prefix and the rest of it. A dot stands for itself, as it is meant.
 * @param pattern what `path` says, without the `^` that the controller puts in front
 */
export function pathPattern(pattern: string): PathPattern {
  const plain = pattern.replace(/\$$/, '');
  if (plain !== pattern && isLiteral(plain))
    return { path: unescaped(plain), kind: 'Exact', openEnd: false };
  for (const { endings, slash, open } of ENDINGS)
    for (const ending of endings)
      for (const text of [pattern, plain]) {
        const start = text.slice(0, text.length - ending.length);
        if (!text.endsWith(ending) || !isLiteral(start)) continue;
        const path = unescaped(start) + slash || '/';
        return { path, kind: 'Prefix', openEnd: open && !path.endsWith('/') };
      }
  return { path: pattern, kind: 'Regex', openEnd: false };
}

function isLiteral(text: string): boolean {
  return /^(?:[^\\^$|?*+()[\]{}]|\\[^A-Za-z0-9])*$/.test(text);
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}
