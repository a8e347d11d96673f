import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { parseUrl } from '../../protocol/index.js';

/**
 * A path that a regular expression matches from its beginning, as short as can be but
 * with something in each part that may be empty and may repeat; null where none can be
 * made up (assertions, back references, what is not JavaScript's).
 */
export function samplePath(pattern: string): string | null {
  try {
    const sample = alternatives(new RegExpParser().parsePattern(pattern).alternatives);
    if (sample === null) return null;
    const path = sample.startsWith('/') ? sample : `/${sample}`;
    const isPath = parseUrl(`http://a.invalid${path}`)?.pathname === path;
    return isPath && new RegExp(`^(?:${pattern})`, 'i').test(path) ? path : null;
  } catch {
    return null;
  }
}

/** The first that can be made up. */
function alternatives(list: readonly AST.Alternative[]): string | null {
  for (const { elements } of list) {
    const parts = elements.map(element);
    if (parts.every((part) => part !== null)) return parts.join('');
  }
  return null;
}

function element(node: AST.Element): string | null {
  switch (node.type) {
    case 'Character':
      return String.fromCodePoint(node.value);
    case 'CharacterSet':
    case 'CharacterClass':
      return LIKELY.find((text) => matches(node.raw, text)) ?? null;
    case 'Group':
    case 'CapturingGroup':
      return alternatives(node.alternatives);
    case 'Quantifier': {
      const once = element(node.element);
      return node.max === 0 ? '' : (once?.repeat(Math.max(1, node.min)) ?? null);
    }
    case 'Assertion':
      return node.kind === 'start' || node.kind === 'end' ? '' : null;
    default:
      return null;
  }
}

/** What stands for a class of characters, the first that is in it. */
const LIKELY = ['a', '1', 'A', '-', '_', '.', '~', '/'];

function matches(raw: string, text: string): boolean {
  return new RegExp(`^${raw}$`).test(text);
}
