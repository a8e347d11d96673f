import type { ConfigProblem, Span } from '../target.js';

export function problem(
  rule: string,
  severity: ConfigProblem['severity'],
  span: Span,
  message: string,
): ConfigProblem {
  return { rule, severity, span, message };
}
