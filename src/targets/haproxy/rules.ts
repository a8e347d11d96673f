import { word, type Line, type Section, type Word } from './parse.js';
import { linesOf, type Proxy } from './site.js';

export type RuleKind =
  | 'http-request'
  | 'http-response'
  | 'http-after-response'
  | 'redirect'
  | 'use_backend';

/** When a line applies. */
export interface Condition {
  readonly unless: boolean;
  readonly words: readonly Word[];
}

/** One rule of a proxy. */
export interface Rule {
  readonly kind: RuleKind;
  /** `set-header`; `set-var` of `set-var(txn.origin)`. */
  readonly action: string;
  /** What the action has in parentheses; empty without. */
  readonly parameter: string;
  readonly args: readonly Word[];
  /** null: always. */
  readonly condition: Condition | null;
  readonly line: Line;
  /** Where its ACLs are looked up. */
  readonly scope: Section;
}

/** The rules of one kind that a proxy runs, in their order: those of its defaults first. */
export function rulesOf({ scopes }: Proxy, kind: RuleKind): readonly Rule[] {
  return scopes.flatMap((scope) => linesOf(scope, kind).map((line) => ruleOf(line, scope, kind)));
}

const made = new WeakMap<Line, Rule>();

/** A line as a rule. */
export function ruleOf(line: Line, scope: Section, kind: RuleKind): Rule {
  const known = made.get(line);
  if (known !== undefined) return known;
  const bare = kind === 'redirect' || kind === 'use_backend';
  const rest = line.words.slice(bare ? 1 : 2);
  const at = rest.findIndex(({ value }) => value === 'if' || value === 'unless');
  const [, action = '', parameter = ''] = /^([^(]*)(?:\((.*)\))?$/.exec(word(line, 1)) ?? [];
  const rule: Rule = {
    kind,
    action: bare ? kind : action,
    parameter: bare ? '' : parameter,
    args: at < 0 ? rest : rest.slice(0, at),
    condition: at < 0 ? null : { unless: rest[at]?.value === 'unless', words: rest.slice(at + 1) },
    line,
    scope,
  };
  made.set(line, rule);
  return rule;
}
