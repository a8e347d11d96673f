import type { ConfigProblem } from '../../targets/index.js';
import type { Controller, IngressObject, Servers } from '../../targets/ingress-nginx/model.js';

/** A finding that takes more than one object to see, at one of them. */
export interface ObjectProblem extends ConfigProblem {
  readonly ingress: IngressObject;
}

/** What the rules look at. */
export interface LintSubject {
  readonly ingresses: readonly IngressObject[];
  readonly servers: Servers;
  readonly controller: Controller;
}

/** One rule over all objects. */
export type ObjectRule = (subject: LintSubject) => readonly ObjectProblem[];
