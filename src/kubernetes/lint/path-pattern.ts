import { parseBool } from '../../targets/ingress-nginx/model.js';
import type { ObjectProblem, ObjectRule } from './rule.js';

/** Paths that use-regex makes patterns of, and that are none, or are said to be something else. */
export const pathPattern: ObjectRule = ({ ingresses }) =>
  ingresses
    .filter(({ annotations }) => parseBool(annotations.get('use-regex')?.value) === true)
    .flatMap((ingress) =>
      ingress.rules.flatMap(({ paths }) =>
        paths.flatMap(({ path, pathType, span }): ObjectProblem[] => {
          const rule = 'path-pattern-not-valid';
          if (!isPattern(path))
            return [
              {
                ingress,
                rule,
                severity: 'error',
                span,
                message: `${path} is no regular expression: nginx does not take the configuration, and goes on with the last one it took. Escape what is meant literally.`,
              },
            ];
          const plain = /^[\w/.-]*$/.test(path);
          if (plain || pathType === 'ImplementationSpecific' || pathType === null) return [];
          return [
            {
              ingress,
              rule,
              severity: 'warning',
              span,
              message: `${path} is a pattern of the type ${pathType}: since 1.12 the controller refuses that (strict-validate-path-type). Write pathType: ImplementationSpecific.`,
            },
          ];
        }),
      ),
    );

function isPattern(path: string): boolean {
  try {
    return new RegExp(`^${path}`) instanceof RegExp;
  } catch {
    return false;
  }
}
