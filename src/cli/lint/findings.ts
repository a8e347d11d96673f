import { isPublicSuffix } from '../../cookies/registrable-domain.js';
import { validatePolicy } from '../../policy/index.js';
import type { Finding } from '../../reporters/lint/index.js';
import { policyWords } from '../../reporters/wording/policy.js';
import {
  lineAt,
  positionAt,
  type ConfigProblem,
  type FileTarget,
  type Route,
  type Source,
} from '../../targets/index.js';

/** Everything wrong with CORS in a configuration, in the order of the text: what the target's reader finds, and what is wrong with each route's policy. */
export function findings(source: Source, target: FileTarget): readonly Finding[] {
  const { value, problems } = target.read(source);
  const all = [...problems, ...(value?.routes ?? []).flatMap(policyProblems)];
  const seen = new Set<string>();
  return all
    .filter((problem) => {
      const key = [problem.rule, problem.span.start, problem.span.end, problem.message].join(' ');
      return !seen.has(key) && seen.add(key);
    })
    .toSorted((a, b) => a.span.start - b.span.start)
    .map((problem) => finding(source, target, problem));
}

function policyProblems({ policy, span }: Route): ConfigProblem[] {
  if (policy === null) return [];
  return validatePolicy(policy, { publicSuffix: isPublicSuffix }).map((problem) => {
    const { what, remedy } = policyWords(problem);
    return {
      rule: problem.code,
      severity: problem.severity,
      span,
      message: `${what} ${remedy}`,
    };
  });
}

function finding(
  { file, text }: Source,
  { id }: FileTarget,
  { rule, severity, span, message }: ConfigProblem,
): Finding {
  return {
    file,
    target: id,
    rule,
    severity,
    message,
    start: positionAt(text, span.start),
    end: positionAt(text, span.end),
    line: lineAt(text, span.start),
  };
}
