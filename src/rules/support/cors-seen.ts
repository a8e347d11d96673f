import type { ExperimentId } from '../../evidence/index.js';
import { hasHeader, type HeaderList } from '../../protocol/index.js';
import { headersOf, type Problem, type RuleContext } from '../context.js';

/** The experiments whose response has Access-Control-Allow-Origin. */
export function corsElsewhere(context: RuleContext): ExperimentId[] {
  const found: ExperimentId[] = [];
  for (const id of context.experiments.keys()) {
    if (hasHeader(headersOf(context, id), 'access-control-allow-origin')) found.push(id);
  }
  return found;
}

/** Whether a response shows that its server runs the CORS protocol, though not for this origin. */
export function hasCorsTraces(headers: HeaderList): boolean {
  return headers.some(
    ([name, value]) =>
      /^access-control-(allow-(methods|headers|credentials)|expose-headers|max-age)$/i.test(name) ||
      (/^vary$/i.test(name) && /\borigin\b/i.test(value)),
  );
}

/** Whether the failure is that a preflight's response has no Access-Control-Allow-Origin, or a wrong status. */
export function isOfPreflight(context: RuleContext, problem: Problem): boolean {
  return context.preflight !== null && problem.exchange === context.preflight.index;
}

/** Whether a preflight of this call passed: the server does know this origin. */
export function preflightPassed(context: RuleContext): boolean {
  return context.preflight !== null && context.outcome.failure?.during !== 'preflight';
}
