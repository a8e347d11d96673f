import type { Span } from '../target.js';
import { textOf, truth, valueOf } from './evaluate.js';
import type { Message, Messages } from './exchange.js';
import type { Statement, Sub } from './parse.js';

/** How a stage ends: by `return (…)`. */
export interface Action {
  readonly name: string;
  /** Of synth and error; 0 for none. */
  readonly status: number;
  readonly span: Span | null;
}

/** The subroutines of a VCL: those of one name, all of them, in their order. */
export type Subs = ReadonlyMap<string, readonly Sub[]>;

/** Calls within calls; Varnish refuses circles. */
const DEEPEST = 20;

/** Runs the subroutines of a stage; null when none of them returns. */
export function runStage(subs: Subs, name: string, messages: Messages): Action | null {
  for (const { body } of subs.get(name) ?? []) {
    const action = run(body, subs, messages, 0);
    if (action !== null && action.name !== '') return action;
    // A bare return ends this text of the stage only as far as Varnish joins them: all of it.
    if (action !== null) return null;
  }
  return null;
}

function run(
  body: readonly Statement[],
  subs: Subs,
  messages: Messages,
  depth: number,
): Action | null {
  for (const statement of body) {
    const action = step(statement, subs, messages, depth);
    if (action !== null) return action;
  }
  return null;
}

function step(statement: Statement, subs: Subs, messages: Messages, depth: number): Action | null {
  switch (statement.kind) {
    case 'if': {
      const taken = statement.branches.find(
        ({ condition }) => condition === null || truth(valueOf(condition, messages)) === true,
      );
      return taken === undefined ? null : run(taken.body, subs, messages, depth);
    }
    case 'return': {
      const [status] = statement.args;
      const number = status === undefined ? 0 : Number(valueOf(status, messages)) || 0;
      return { name: statement.action, status: number, span: statement.span };
    }
    case 'call': {
      if (depth >= DEEPEST) return null;
      for (const { body } of subs.get(statement.name) ?? []) {
        const action = run(body, subs, messages, depth + 1);
        // A bare return goes back to where it was called.
        if (action !== null) return action.name === '' ? null : action;
      }
      return null;
    }
    case 'set':
      set(statement, messages);
      return null;
    case 'unset': {
      const at = placeOf(statement.target, messages);
      if (at?.header != null) at.message.put(at.header, null, null);
      return null;
    }
    case 'other':
      return null;
  }
}

function set(
  { target, operator, value, span }: Statement & { kind: 'set' },
  messages: Messages,
): void {
  const at = placeOf(target, messages);
  const made = valueOf(value, messages);
  if (at === null || made === undefined) return;
  const { message, header, field } = at;
  const text = textOf(made) ?? '';
  if (header !== null)
    message.put(header, operator === '+=' ? (message.get(header) ?? '') + text : text, span);
  else if (field === 'status') message.status = Number(made) || message.status;
  else if (field === 'method') message.method = text;
  else if (field === 'url') message.url = text;
}

function placeOf(
  target: string,
  messages: Messages,
): { readonly message: Message; readonly header: string | null; readonly field: string } | null {
  const [, which = '', field = ''] = /^(req|bereq|beresp|resp)\.(.+)$/.exec(target) ?? [];
  const message = messages[which as keyof Messages];
  if (message === undefined) return null;
  const header = field.startsWith('http.') ? field.slice('http.'.length) : null;
  return { message, header, field };
}
