import { readAllowedOrigin, type AllowedOrigin } from '../../policy/index.js';

/** No pattern that people write names more. */
const MOST = 64;
/** What people write for one label, and for any number of them. */
const ONE = /^(?:\[(?:a-z0-9_-|a-z0-9-|a-zA-Z0-9-|a-zA-Z0-9_-|\^\.|\\w-|\^\/\.|\^\.\/)\]\+|\\w\+)/;
const ANY = /^(?:\[a-z0-9_-\]\+\((?:\?:)?\\\.\[a-z0-9_-\]\+\)\*|\.[+*])/;

/**
 * The origins that an anchored pattern matches, when it is one of those that people
 * write: names, alternatives, optional parts, labels. Null for others.
 */
export function originsOfPattern(pattern: string): readonly AllowedOrigin[] | null {
  const bare = /^\^([^]*)\$$/.exec(pattern)?.[1];
  if (bare === undefined) return null;
  const texts = expansions(bare);
  if (texts === null) return null;
  const read = texts.map((text) => readAllowedOrigin(text).value);
  const known = read.filter((each) => each !== null);
  return known.length === read.length && !known.some(({ kind }) => kind === 'any') ? known : null;
}

/** All texts that a pattern stands for, with `*` for a label and `**` for labels; null where it says more. */
function expansions(pattern: string): readonly string[] | null {
  const branches = split(pattern);
  if (branches === null) return null;
  const all: string[] = [];
  for (const branch of branches) {
    const texts = sequence(branch);
    if (texts === null) return null;
    all.push(...texts);
  }
  return all.length <= MOST ? all : null;
}

function sequence(pattern: string): readonly string[] | null {
  let texts: readonly string[] = [''];
  let rest = pattern;
  while (rest !== '') {
    const [atom, length] = atomOf(rest) ?? [null, 0];
    if (atom === null) return null;
    rest = rest.slice(length);
    const optional = rest.startsWith('?');
    if (optional) rest = rest.slice(1);
    else if (/^[*+{]/.test(rest)) return null;
    const choices = optional ? ['', ...atom] : atom;
    texts = texts.flatMap((text) => choices.map((choice) => text + choice));
    if (texts.length > MOST) return null;
  }
  return texts;
}

/** The first part of a pattern: what it stands for, and how long it is. */
function atomOf(rest: string): readonly [readonly string[], number] | null {
  const any = ANY.exec(rest)?.[0];
  if (any !== undefined) return [['**'], any.length];
  const one = ONE.exec(rest)?.[0];
  if (one !== undefined) return [['*'], one.length];
  if (rest.startsWith('(')) {
    const end = closing(rest);
    const body = rest.slice(1, end).replace(/^\?:/, '');
    if (end === -1 || body.startsWith('?')) return null;
    const inner = expansions(body);
    return inner === null ? null : [inner, end + 1];
  }
  const escaped = /^\\([^a-zA-Z0-9])/.exec(rest)?.[1];
  if (escaped !== undefined) return [[escaped], 2];
  const [first = ''] = rest;
  return /[.*+?^${}()|[\]\\]/.test(first) ? null : [[first], 1];
}

/** Where the bracket that a text begins with is closed. */
function closing(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

/** The alternatives of a pattern. */
function split(pattern: string): readonly string[] | null {
  const branches: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at];
    if (char === '\\') at++;
    else if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === '|' && depth === 0) {
      branches.push(pattern.slice(start, at));
      start = at + 1;
    }
  }
  return depth === 0 ? [...branches, pattern.slice(start)] : null;
}

/** What is too wide in a pattern of origins, as the end of a sentence; null for nothing. */
export function tooWide(pattern: string): string | null {
  const anchored =
    /^(?:\(\?[a-z]+\))?\^/.test(pattern) && /(?:^|[^\\])(?:\\\\)*\$\)*$/.test(pattern);
  if (!anchored) return 'is not anchored at both ends (^ and $)';
  const bare = pattern.replaceAll(/\[[^\]]*\]/g, '');
  return /(?<!\\)\.(?![+*?{])/.test(bare) ? 'has dots that stand for any letter (write \\.)' : null;
}
