import { CORS_ANNOTATIONS, fullName, type Annotations } from '../../targets/ingress-nginx/model.js';
import type { ObjectRule } from './rule.js';

/** Two objects with the same host and path: the controller takes the older one, and says so only in its log. */
export const shadowed: ObjectRule = ({ servers }) =>
  [...servers.values()].flatMap(({ host, shadowed: lost }) =>
    lost.map(({ location: { ingress, path, span }, by }) => {
      const differs = corsOf(ingress.annotations) !== corsOf(by.ingress.annotations);
      const aged = ingress.created !== null && by.ingress.created !== null;
      const why = aged ? 'it is the older object' : 'it comes first here; a cluster goes by age';
      return {
        ingress,
        rule: 'path-of-another-object',
        severity: differs ? ('error' as const) : ('warning' as const),
        span,
        message: `${host}${path} is also a path of Ingress ${fullName(by.ingress)}, which answers there: ${why}.${differs ? ' The cors annotations of this object have no effect at that path.' : ''} Take the path out of one of the two.`,
      };
    }),
  );

function corsOf(annotations: Annotations): string {
  return CORS_ANNOTATIONS.map((name) => annotations.get(name)?.value ?? '').join('\n');
}
