import { CORS_ANNOTATIONS, isCanary } from '../../targets/ingress-nginx/model.js';
import type { ObjectRule } from './rule.js';

/** Of a canary only its backend counts. */
export const canary: ObjectRule = ({ ingresses }) =>
  ingresses.filter(isCanary).flatMap((ingress) => {
    const name = CORS_ANNOTATIONS.find((each) => ingress.annotations.has(each));
    const given = name === undefined ? undefined : ingress.annotations.get(name);
    if (given === undefined) return [];
    return [
      {
        ingress,
        rule: 'cors-of-a-canary',
        severity: 'warning' as const,
        span: given.span,
        message:
          'The cors annotations of a canary have no effect: those of the main Ingress hold for its requests, too. Write them there.',
      },
    ];
  });
