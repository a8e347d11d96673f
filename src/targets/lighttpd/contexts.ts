import type { Span } from '../target.js';
import type { SyntaxFault } from './lex.js';
import type { Block, Condition, Expression, Include, Statement } from './parse.js';

/** An entry of a list, with its variables put in; `value` is null where that cannot be told. */
export interface Item {
  readonly key: string | null;
  readonly value: string | null;
  /** What the entry's own list holds. */
  readonly items: readonly Item[];
  readonly span: Span;
}

/** What a setting is set to: one text, or a list. */
export interface Setting {
  readonly name: string;
  readonly text: string | null;
  readonly items: readonly Item[];
  /** The assignment. */
  readonly span: Span;
  readonly context: Context;
}

/** The global scope, or all blocks of one condition at one place: lighttpd makes one of those. */
export interface Context {
  /** From the outermost; the global scope is not among them. */
  readonly parent: Context | null;
  readonly condition: Condition | null;
  /** What the condition compares with; null where that cannot be told. */
  readonly operand: string | null;
  /** Those that must not have matched, for `else`. */
  readonly unless: readonly Context[];
  readonly settings: Map<string, Setting>;
  readonly blocks: Block[];
}

/** A configuration as lighttpd takes it in. */
export interface Model {
  /** In the order in which they come to be: of those that match, the last one's setting counts. */
  readonly contexts: readonly Context[];
  readonly includes: readonly Include[];
  /** What keeps lighttpd from starting. */
  readonly faults: readonly SyntaxFault[];
}

/** Makes contexts of statements: configparser.y in lighttpd's source; measured with 1.4.69. */
export function modelOf(statements: readonly Statement[]): Model {
  const builder = new Builder();
  builder.walk(statements, builder.global);
  return builder;
}

class Builder implements Model {
  readonly contexts: Context[] = [];
  readonly includes: Include[] = [];
  readonly faults: SyntaxFault[] = [];
  readonly global: Context;
  readonly #keys = new Map<string, Context>();
  readonly #ids = new Map<Context, number>();

  constructor() {
    this.global = this.#add(null, null, null, []);
  }

  walk(statements: readonly Statement[], scope: Context): void {
    let chain: Context[] = [];
    for (const statement of statements) {
      if (statement.kind === 'include') this.includes.push(statement);
      else if (statement.kind === 'assignment') this.#assign(statement, scope);
      else if (statement.condition === null && !statement.isElse)
        this.walk(statement.statements, this.global);
      else {
        const unless = statement.isElse ? chain : [];
        const context = this.#contextFor(statement, scope, unless);
        context.blocks.push(statement);
        chain = [...unless, context];
        this.walk(statement.statements, context);
        continue;
      }
      chain = [];
    }
  }

  #add(
    parent: Context | null,
    condition: Condition | null,
    operand: string | null,
    unless: readonly Context[],
  ): Context {
    const context = { parent, condition, operand, unless, settings: new Map(), blocks: [] };
    this.#ids.set(context, this.contexts.length);
    this.contexts.push(context);
    return context;
  }

  #contextFor({ condition }: Block, parent: Context, unless: readonly Context[]): Context {
    const operand = condition === null ? null : this.#text(condition.value, parent);
    const ids = [parent, ...unless].map((each) => this.#ids.get(each)).join('/');
    const key = `${ids} ${condition?.object ?? ''} ${condition?.field ?? ''} ${condition?.operator ?? ''} ${operand ?? condition?.span.start ?? 'else'}`;
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const made = this.#add(parent, condition, operand, unless);
    this.#keys.set(key, made);
    return made;
  }

  #assign(
    { name, operator, value, span }: Statement & { kind: 'assignment' },
    scope: Context,
  ): void {
    const here = scope.settings.get(name);
    if (operator === '=' && here !== undefined && !name.startsWith('var.'))
      this.faults.push({
        span,
        message: `lighttpd does not start: ${name} is set twice for one condition. Make one list of both.`,
      });
    const base = operator === '+=' ? (here ?? lookUp(name, scope)) : undefined;
    const added = this.#items(value, scope);
    const text = this.#text(value, scope);
    const items = [...(base?.items ?? []), ...added];
    const twice = items.find(({ key }, index) =>
      items.some((each, at) => at < index && key !== null && lower(each.key) === lower(key)),
    );
    if (twice !== undefined)
      this.faults.push({
        span: within(twice.span, span) ? twice.span : span,
        message: `lighttpd does not start: a list cannot have "${twice.key ?? ''}" twice${operator === '+=' ? ', nor what += takes over from around it' : ''}.`,
      });
    scope.settings.set(name, {
      name,
      text:
        base === undefined ? text : base.text === null || text === null ? null : base.text + text,
      items,
      span,
      context: scope,
    });
  }

  #text(value: Expression, scope: Context): string | null {
    switch (value.kind) {
      case 'text':
        return value.value;
      case 'name':
        return /^(?:var|env)\./.test(value.value)
          ? (lookUp(value.value, scope)?.text ?? null)
          : value.value;
      case 'list':
        return null;
      case 'sum': {
        const parts = value.parts.map((part) => this.#text(part, scope));
        return parts.includes(null) ? null : parts.join('');
      }
    }
  }

  #items(value: Expression, scope: Context): readonly Item[] {
    if (value.kind === 'sum') return value.parts.flatMap((part) => this.#items(part, scope));
    if (value.kind === 'name') return lookUp(value.value, scope)?.items ?? [];
    if (value.kind === 'text') return [];
    return value.entries.map(({ key, value: inner, span }) => ({
      key: key === null ? null : this.#text(key, scope),
      value: this.#text(inner, scope),
      items: this.#items(inner, scope),
      span,
    }));
  }
}

function lookUp(name: string, scope: Context): Setting | undefined {
  for (let at: Context | null = scope; at !== null; at = at.parent) {
    const found = at.settings.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function lower(key: string | null): string | null {
  return key?.toLowerCase() ?? null;
}

function within(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** A context with those around it, from the outermost, without the global scope. */
export function chainOf(context: Context): readonly Context[] {
  return context.parent === null ? [] : [...chainOf(context.parent), context];
}
