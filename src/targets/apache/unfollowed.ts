import { parseUrl } from '../../protocol/index.js';
import type { ConfigProblem, Span } from '../target.js';
import { Context } from './context.js';
import { evaluate } from './expression.js';
import { headerLine } from './headers.js';
import { isCorsLine } from './own.js';
import { arg, type Directive } from './parse.js';
import { conditionOf } from './sections.js';
import { askedRequest } from '../support/asked.js';

/** What decides about answers and is kept, but not followed. */
const NOT_SIMULATED =
  /^(?:include|includeoptional|use|rewritemap|rewriteoptions|errordocument|luahook\w+|authmerging|fallbackresource|setenvifexpr\b.*)$/;

/** Says of every directive that decides about answers and is not simulated that it is not. */
export function unfollowed(directives: readonly Directive[]): readonly ConfigProblem[] {
  return directives.flatMap((directive) => {
    const own = said(directive);
    return [...(own === null ? [] : [own]), ...unfollowed(directive.block ?? [])];
  });
}

function said(directive: Directive): ConfigProblem | null {
  const { name, span, raw } = directive;
  const note = (rule: string, message: string, at: Span = span): ConfigProblem => ({
    rule,
    severity: 'note',
    span: at,
    message,
  });
  if (name.startsWith('include'))
    return note(
      'include-not-read',
      `${arg(directive, 0)} is not read: what it says of CORS is not known here.`,
    );
  if (name === 'errordocument' && !arg(directive, 1).startsWith('/')) return null;
  if (NOT_SIMULATED.test(name))
    return note(
      'not-simulated',
      `${name} is not simulated: what it makes of an answer is not known here.`,
    );
  const defined = /\$\{\w+\}/.exec(isCorsLine(directive) || name.startsWith('setenvif') ? raw : '');
  if (defined !== null)
    return note(
      'not-simulated',
      `What ${defined[0]} is cannot be told from here: it is taken as it stands.`,
    );
  const expression = expressionOf(directive);
  if (expression !== null && evaluate(expression, probe()) === null)
    return note(
      'not-simulated',
      `Whether ${expression} holds is not known here: it is taken not to.`,
      headOf(directive),
    );
  if (name === 'require' && /^(?:not\s+)?(?:ip|host|local|forward-dns)\b/i.test(raw))
    return note('not-simulated', 'Addresses are not known here: everybody is taken to be let in.');
  return null;
}

function expressionOf(directive: Directive): string | null {
  if (directive.name === 'if' || directive.name === 'elseif') return conditionOf(directive);
  if (directive.name === 'setenvifexpr') return arg(directive, 0);
  return /^expr=([^]*)$/i.exec(headerLine(directive)?.condition ?? '')?.[1] ?? null;
}

/** A request to ask whether an expression is understood. */
function probe(): Context {
  const url = 'http://localhost/';
  const request = askedRequest(url, 'GET');
  return new Context(request, parseUrl(url)!);
}

/** The opening line of a section. */
function headOf({ span, inner }: Directive): Span {
  return inner === null
    ? span
    : { start: span.start, end: Math.max(span.start, Math.min(inner.start, span.end)) };
}
