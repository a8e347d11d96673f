import { corsSettings, fullName, isCanary } from '../../targets/ingress-nginx/model.js';
import type { IngressObject } from '../../targets/ingress-nginx/model.js';
import type { ObjectRule } from './rule.js';

/** CORS on some paths of a host and not on others: a location inherits nothing from "/". */
export const siblings: ObjectRule = ({ servers, controller: { version } }) =>
  [...servers.values()].flatMap(({ host, ingresses }) => {
    const own = ingresses.filter((each) => !isCanary(each));
    const enabled = own.filter((each) => corsSettings(each.annotations, version) !== null);
    const [first] = enabled;
    if (first === undefined) return [];
    return own
      .filter((each) => !enabled.includes(each))
      .map((ingress) => ({
        ingress,
        rule: 'cors-missing-on-siblings',
        severity: 'warning' as const,
        span: ingress.span,
        message: `${host === '' ? 'The same host' : host} answers pages of other origins at ${paths(first, host)} (Ingress ${fullName(first)}), but not here: each object needs cors annotations of its own for ${paths(ingress, host)}.`,
      }));
  });

function paths({ rules }: IngressObject, host: string): string {
  const all = rules.filter((rule) => rule.host === host).flatMap((rule) => rule.paths);
  const shown = [...new Set(all.map(({ path }) => path))];
  const more = shown.length > 3 ? ` and ${shown.length - 3} more` : '';
  return `${shown.slice(0, 3).join(', ') || 'its paths'}${more}`;
}
