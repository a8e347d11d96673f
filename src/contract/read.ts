import { isMap, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml';
import { ENGINE_NAMES, type EngineName } from '../engines/index.js';
import { isToken, parseUrl } from '../protocol/index.js';
import { entriesAt, itemsAt, nodeAt, spanOf, textAt } from '../targets/support/yaml/read.js';
import type { Source, Span } from '../targets/index.js';
import { CHECK_KEYS, CONTRACT_KEYS, DEFAULT_KEYS } from './keys.js';
import type { Check, Contract } from './types.js';

/** One thing wrong with a contract. */
export interface ContractProblem {
  readonly span: Span;
  /** A sentence: what is wrong, and what would be right. */
  readonly message: string;
}

/** What a reader makes of a contract: null where any of it is wrong, which is all said at once. */
export interface ContractReading {
  readonly value: Contract | null;
  readonly problems: readonly ContractProblem[];
}

export interface ContractOptions {
  /** Name of one of `environments`, whose variables count. */
  readonly environment?: string;
  /** Variables given besides, which win. */
  readonly variables?: ReadonlyMap<string, string>;
  /** Suggests a key for one that is not known. */
  readonly nearest: (typed: string, known: readonly string[]) => string | null;
}

/** Characters: a hundred thousand endpoints. */
const MOST_TEXT = 16_000_000;

/** Errors of syntax that are told. */
const MOST_SYNTAX_ERRORS = 10;

/** Reads whycors.yaml. Aliases of YAML are refused: a cycle of them is no contract. */
export function readContract(source: Source, options: ContractOptions): ContractReading {
  if (source.text.length > MOST_TEXT)
    return {
      value: null,
      problems: [
        {
          span: { start: 0, end: 0 },
          message: `More than ${MOST_TEXT / 1e6} MB are not read as a contract: split it.`,
        },
      ],
    };
  const document = parseDocument(source.text, { prettyErrors: false, logLevel: 'silent' });
  // A parser that has lost its way has an error for every line.
  const errors = document.errors
    .slice(0, MOST_SYNTAX_ERRORS)
    .map(({ pos: [start, end], message }) => ({
      span: { start, end: Math.min(end, source.text.length) },
      message: `${message}.`,
    }));
  if (errors.length > 0) return { value: null, problems: errors };
  const root = document.contents;
  if (!isMap(root))
    return {
      value: null,
      problems: [
        {
          span: { start: 0, end: 0 },
          message: 'A contract begins with "version: 1" and "checks:".',
        },
      ],
    };
  const reader = new Reader(options);
  const checks = reader.contract(root as YAMLMap);
  const { problems } = reader;
  return { value: problems.length === 0 ? { checks } : null, problems };
}

const CREDENTIALS = ['omit', 'same-origin', 'include'] as const;
const MODES = ['cors', 'no-cors', 'same-origin'] as const;
const EXPECT = ['allow', 'deny'] as const;
const BROWSERS: readonly EngineName[] = ['chromium', 'firefox', 'webkit'];

class Reader {
  readonly problems: ContractProblem[] = [];
  readonly #options: ContractOptions;
  #variables: ReadonlyMap<string, string> = new Map();

  constructor(options: ContractOptions) {
    this.#options = options;
  }

  contract(root: YAMLMap): readonly Check[] {
    this.#keys(root, CONTRACT_KEYS, 'a contract');
    if (textAt(root, 'version') !== '1')
      this.#bad(
        nodeAt(root, 'version') ?? root,
        'The version of this kind of contract is 1: write "version: 1".',
      );
    this.#variables = this.#variablesOf(root);
    const defaults = nodeAt(root, 'defaults');
    if (isMap(defaults)) this.#keys(defaults as YAMLMap, DEFAULT_KEYS, 'defaults');
    const checks = nodeAt(root, 'checks');
    if (!isSeq(checks) || checks.items.length === 0) {
      this.#bad(
        checks ?? root,
        'There are no checks: "checks:" is a list of what is to be allowed or denied.',
      );
      return [];
    }
    return (checks.items as Node[]).flatMap((item) => {
      if (isMap(item)) return [this.#check(item as YAMLMap, defaults)];
      this.#bad(item, 'A check is a map with "url:" and "origins:".');
      return [];
    });
  }

  #variablesOf(root: YAMLMap): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const take = (...path: readonly string[]): void => {
      for (const { key, value } of entriesAt(root, ...path)) found.set(key, textAt(value) ?? '');
    };
    take('variables');
    const { environment, variables = new Map<string, string>() } = this.#options;
    if (environment !== undefined) {
      const known = entriesAt(root, 'environments').map(({ key }) => key);
      if (known.includes(environment)) take('environments', environment);
      else
        this.#bad(
          nodeAt(root, 'environments') ?? root,
          `There is no environment "${environment}"${known.length === 0 ? '' : `: there are ${known.join(', ')}`}.`,
        );
    }
    for (const [key, value] of variables) found.set(key, value);
    return found;
  }

  #check(item: YAMLMap, defaults: Node | null): Check {
    this.#keys(item, CHECK_KEYS, 'a check');
    const at = (key: string): Node | null => nodeAt(item, key) ?? nodeAt(defaults, key);
    const urls = this.#texts(at('urls') ?? at('url')).flatMap(([text, node]) =>
      this.#url(text, node),
    );
    if (urls.length === 0 && at('urls') === null && at('url') === null)
      this.#bad(item, 'A check needs a "url:".');
    const origins = this.#texts(at('origins') ?? at('origin')).flatMap(([text, node]) =>
      this.#origin(text, node),
    );
    if (at('origins') === null && at('origin') === null)
      this.#bad(item, 'A check needs "origins:", those of the pages that call.');
    const methods = this.#texts(at('methods') ?? at('method')).flatMap(([text, node]) => {
      if (isToken(text)) return [text];
      this.#bad(node, `"${text}" is no HTTP method.`);
      return [];
    });
    return {
      name: textAt(item, 'name'),
      urls,
      origins,
      methods: methods.length === 0 ? ['GET'] : methods,
      headers: this.#headers(at('headers')),
      body: textAt(at('body')),
      credentials: this.#oneOf(at('credentials'), CREDENTIALS, 'same-origin'),
      mode: this.#oneOf(at('mode'), MODES, 'cors'),
      expect: this.#oneOf(at('expect'), EXPECT, 'allow'),
      engines: this.#engines(at('engines')),
      maxAge: this.#seconds(at('maxAge')),
      exposed: this.#texts(at('exposed')).map(([text]) => text.toLowerCase()),
      span: firstLine(item),
    };
  }

  #keys(map: YAMLMap, known: readonly string[], what: string): void {
    for (const { key, keySpan } of entriesAt(map)) {
      if (known.includes(key)) continue;
      const near = this.#options.nearest(key, known);
      const hint = near === null ? `There are ${known.join(', ')}.` : `Did you mean "${near}"?`;
      this.problems.push({ span: keySpan, message: `"${key}" is no key of ${what}. ${hint}` });
    }
  }

  /** A text, or a list of texts, with variables put in. */
  #texts(node: Node | null): readonly (readonly [string, Node])[] {
    if (node === null) return [];
    const nodes = isSeq(node) ? itemsAt(node) : [node];
    return nodes.flatMap((each): (readonly [string, Node])[] => {
      const text = textAt(each);
      if (text === null) {
        this.#bad(each, 'This is to be a text, or a list of texts.');
        return [];
      }
      return [[this.#filled(text, each), each]];
    });
  }

  #filled(text: string, node: Node): string {
    return text.replaceAll(/\$\{([\w.-]+)\}/g, (whole, name: string) => {
      const value = this.#variables.get(name);
      if (value === undefined)
        this.#bad(
          node,
          `The variable "${name}" has no value: give it one in "variables:", in an environment or with --var ${name}=VALUE.`,
        );
      return value ?? whole;
    });
  }

  #url(text: string, node: Node): readonly string[] {
    const url = parseUrl(text);
    if (url !== null && /^https?:$/.test(url.protocol)) return [text];
    if (!text.includes('${')) this.#bad(node, `"${text}" is no http or https URL.`);
    return [];
  }

  #origin(text: string, node: Node): readonly string[] {
    if (text === 'null') return [text];
    const url = parseUrl(text);
    if (url !== null && url.origin === text) return [text];
    const meant = url === null || url.origin === 'null' ? '' : ` Write ${url.origin}.`;
    if (!text.includes('${'))
      this.#bad(node, `"${text}" is no origin: scheme, host and port without a path.${meant}`);
    return [];
  }

  /** `{ name: value }`, or a list of names, whose values decide nothing then. */
  #headers(node: Node | null): readonly (readonly [string, string])[] {
    if (isSeq(node))
      return this.#texts(node).flatMap(([name, at]) => {
        if (isToken(name)) return [[name, placeholder(name)] as const];
        this.#bad(at, `"${name}" is no header name.`);
        return [];
      });
    return entriesAt(node).flatMap(({ key, keySpan, value }) => {
      if (!isToken(key)) {
        this.problems.push({ span: keySpan, message: `"${key}" is no header name.` });
        return [];
      }
      return [[key, value === null ? '' : this.#filled(textAt(value) ?? '', value)] as const];
    });
  }

  #engines(node: Node | null): readonly EngineName[] {
    const found = this.#texts(node).flatMap(([text, at]): readonly EngineName[] => {
      if (text === 'all') return BROWSERS;
      const known = ENGINE_NAMES.find((name) => name === text);
      if (known !== undefined) return [known];
      this.#bad(at, `"${text}" is not one of ${ENGINE_NAMES.join(', ')}, all.`);
      return [];
    });
    return found.length === 0 ? BROWSERS : found;
  }

  #seconds(node: Node | null): number | null {
    const text = textAt(node);
    if (node === null || text === null) return null;
    const value = Number(text);
    if (Number.isFinite(value) && value >= 0) return value;
    this.#bad(node, `"${text}" is no number of seconds.`);
    return null;
  }

  #oneOf<T extends string>(node: Node | null, known: readonly T[], otherwise: T): T {
    const text = textAt(node);
    if (node === null || text === null) return otherwise;
    const found = known.find((each) => each === text);
    if (found !== undefined) return found;
    const near = this.#options.nearest(text, known);
    this.#bad(
      node,
      `"${text}" is not one of ${known.join(', ')}.${near === null ? '' : ` Did you mean "${near}"?`}`,
    );
    return otherwise;
  }

  #bad(node: Node, message: string): void {
    this.problems.push({ span: isMap(node) ? firstLine(node as YAMLMap) : spanOf(node), message });
  }
}

/** What a value has to be for the header to need its permission, as it would with a real one. */
export function placeholder(name: string): string {
  if (/^content-type$/i.test(name)) return 'application/json';
  return /^authorization$/i.test(name) ? 'Bearer whycors' : 'whycors';
}

/** The first entry of a map stands for it. */
function firstLine(map: YAMLMap): Span {
  const [first] = entriesAt(map);
  if (first === undefined) return spanOf(map);
  const { end } = spanOf(first.value);
  return { start: first.keySpan.start, end: Math.max(first.keySpan.end, end) };
}
