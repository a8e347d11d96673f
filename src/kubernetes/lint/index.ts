import { lintIngress, type IngressObject } from '../../targets/ingress-nginx/model.js';
import type { ConfigProblem } from '../../targets/index.js';
import { canary } from './canary.js';
import { losing } from './losing.js';
import { pathPattern } from './path-pattern.js';
import { regexHost } from './regex-host.js';
import type { LintSubject, ObjectProblem, ObjectRule } from './rule.js';
import { shadowed } from './shadowed.js';
import { siblings } from './siblings.js';
import { tls } from './tls.js';

export type { LintSubject } from './rule.js';

const RULES: readonly ObjectRule[] = [
  siblings,
  shadowed,
  canary,
  regexHost,
  pathPattern,
  losing,
  tls,
];

/** What is wrong with objects, each by itself and all together. */
export function lintObjects(subject: LintSubject): ReadonlyMap<IngressObject, ConfigProblem[]> {
  const found = new Map<IngressObject, ConfigProblem[]>(
    subject.ingresses.map((ingress) => [
      ingress,
      [...lintIngress(ingress, subject.controller.version)],
    ]),
  );
  const together: readonly ObjectProblem[] = RULES.flatMap((rule) => rule(subject));
  for (const { ingress, ...problem } of together) found.get(ingress)?.push(problem);
  return found;
}
