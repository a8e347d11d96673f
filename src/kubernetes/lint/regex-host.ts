import { fullName } from '../../targets/ingress-nginx/model.js';
import type { ObjectRule } from './rule.js';

/** One object with use-regex or a rewrite makes patterns of all paths of its host. */
export const regexHost: ObjectRule = ({ servers }) =>
  [...servers.values()].flatMap(({ host, regexBy, ingresses }) =>
    regexBy === null
      ? []
      : ingresses
          .filter((each) => each !== regexBy)
          .map((ingress) => ({
            ingress,
            rule: 'paths-become-patterns',
            severity: 'note' as const,
            span: ingress.span,
            message: `Ingress ${fullName(regexBy)} has use-regex or a rewrite-target, which makes case-insensitive patterns with an open end of all paths of ${host === '' ? 'this host' : host}: /v1 answers /v1x, too, and Exact is not exact.`,
          })),
  );
