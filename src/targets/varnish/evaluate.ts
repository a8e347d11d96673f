import { compilePattern } from '../support/pattern.js';
import type { Messages } from './exchange.js';
import type { Expression } from './expressions.js';

/** A value of VCL: null is a header that is not there; undefined, what is not followed. */
export type Value = string | number | boolean | null | undefined;

/** What an expression comes to. */
export function valueOf(expression: Expression, messages: Messages): Value {
  switch (expression.kind) {
    case 'text':
      return expression.value;
    case 'number':
      return /^\d+$/.test(expression.value) ? Number(expression.value) : undefined;
    case 'name':
      return named(expression.value, messages);
    case 'not': {
      const inner = truth(valueOf(expression.inner, messages));
      return inner === undefined ? undefined : !inner;
    }
    case 'call':
      return called(expression.name, expression.args, messages);
    case 'binary':
      return binary(expression, messages);
    default:
      return undefined;
  }
}

/** Whether a condition holds: a header does when it is there, also empty; measured with 7.1.1. */
export function truth(value: Value): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  return typeof value === 'number' ? value !== 0 : value !== null;
}

/** A value as text: a header that is not there is an empty one. */
export function textOf(value: Value): string | undefined {
  return value === undefined ? undefined : value === null ? '' : String(value);
}

function named(name: string, messages: Messages): Value {
  if (name === 'true' || name === 'false') return name === 'true';
  if (name === 'req.restarts' || name === 'req.esi_level' || name === 'obj.hits') return 0;
  const [, which = '', rest = ''] = /^(req|bereq|beresp|resp|obj)\.(.+)$/.exec(name) ?? [];
  const message = messages[(which === 'obj' ? 'resp' : which) as keyof Messages];
  if (message === undefined) return undefined;
  if (rest.startsWith('http.')) return message.get(rest.slice('http.'.length));
  if (rest === 'method') return message.method;
  if (rest === 'url') return message.url;
  return rest === 'status' ? message.status : undefined;
}

/** The functions that are followed: those of VCL itself, and two of std. */
function called(name: string, args: readonly Expression[], messages: Messages): Value {
  const method = /^(.+)\.(lower|upper)$/.exec(name);
  if (method !== null) {
    const text = textOf(named(method[1] ?? '', messages));
    return method[2] === 'lower' ? text?.toLowerCase() : text?.toUpperCase();
  }
  const texts = args.map((each) => textOf(valueOf(each, messages)));
  const [first, second, third] = texts;
  if (texts.includes(undefined) || first === undefined) return undefined;
  if (name === 'std.tolower') return first.toLowerCase();
  if (name === 'std.toupper') return first.toUpperCase();
  if (name !== 'regsub' && name !== 'regsuball') return undefined;
  const regex = second === undefined ? null : compilePattern(second, false);
  if (regex === null || third === undefined) return undefined;
  const put = third
    .replaceAll('$', '$$$$')
    .replaceAll(/\\(\d)/g, (_, at: string) => (at === '0' ? '$&' : `$${at}`));
  return first.replace(name === 'regsub' ? regex : new RegExp(regex, `${regex.flags}g`), put);
}

function binary(
  { operator, left, right }: Expression & { kind: 'binary' },
  messages: Messages,
): Value {
  const a = valueOf(left, messages);
  if (operator === '&&' || operator === '||') {
    const ended = operator === '||';
    const first = truth(a);
    if (first === ended) return ended;
    const second = truth(valueOf(right, messages));
    if (second === ended) return ended;
    return first === undefined || second === undefined ? undefined : !ended;
  }
  const b = valueOf(right, messages);
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case '==':
      return same(a, b);
    case '!=':
      return !same(a, b);
    case '~':
    case '!~': {
      const regex = right.kind === 'text' ? compilePattern(right.value, false) : null;
      if (regex === null) return undefined;
      return regex.test(textOf(a) ?? '') === (operator === '~');
    }
    case '+':
      return typeof a === 'number' && typeof b === 'number' ? a + b : `${textOf(a)}${textOf(b)}`;
    case '<':
      return Number(a) < Number(b);
    case '>':
      return Number(a) > Number(b);
    case '<=':
      return Number(a) <= Number(b);
    case '>=':
      return Number(a) >= Number(b);
    default:
      return undefined;
  }
}

/** A header that is not there equals nothing. */
function same(a: Value, b: Value): boolean {
  return a !== null && b !== null && String(a) === String(b);
}

/** Whether all of an expression is followed, whatever the request. */
export function isFollowed(expression: Expression): boolean {
  switch (expression.kind) {
    case 'text':
    case 'number':
      return true;
    case 'name':
      return /^(?:(?:req|bereq|beresp|resp|obj)\.(?:http\.[\w-]+|method|url|status)|req\.restarts|req\.esi_level|obj\.hits|true|false)$/.test(
        expression.value,
      );
    case 'not':
      return isFollowed(expression.inner);
    case 'call':
      return (
        /^(?:std\.to(?:lower|upper)|regsub|regsuball|.+\.(?:lower|upper))$/.test(expression.name) &&
        expression.args.every(isFollowed)
      );
    case 'binary': {
      const { operator, left, right } = expression;
      const pattern = operator.endsWith('~');
      const fits =
        !pattern || (right.kind === 'text' && compilePattern(right.value, false) !== null);
      return fits && isFollowed(left) && isFollowed(right) && !/^[-*/%]$/.test(operator);
    }
    default:
      return false;
  }
}
