import { parseBool, corsSettings } from '../../targets/ingress-nginx/model.js';
import type { ObjectRule } from './rule.js';

/** Pages with https origins may not call http, and a host without TLS answers https with a made-up certificate. */
export const tls: ObjectRule = ({ servers, controller: { version } }) =>
  [...servers.values()].flatMap(({ host, ingresses }) => {
    if (host === '') return [];
    const parent = `*${host.slice(host.indexOf('.'))}`;
    if (ingresses.some(({ tlsHosts }) => tlsHosts.includes(host) || tlsHosts.includes(parent)))
      return [];
    return ingresses.flatMap((ingress) => {
      const settings = corsSettings(ingress.annotations, version);
      const pages = settings?.origins.entries.filter((each) => each.startsWith('https://')) ?? [];
      // Where something in front ends TLS, redirects to https are off or forced on purpose.
      const front = ['ssl-redirect', 'force-ssl-redirect'].some(
        (name) => parseBool(ingress.annotations.get(name)?.value) !== null,
      );
      if (pages.length === 0 || front) return [];
      return [
        {
          ingress,
          rule: 'tls-host-missing',
          severity: 'warning' as const,
          span: ingress.annotations.get('cors-allow-origin')?.span ?? ingress.span,
          message: `${pages[0]} is an https page, and no object has TLS for ${host}: over http it is mixed content, over https the controller shows its own made-up certificate. Add spec.tls with this host, unless something in front of the controller ends TLS.`,
        },
      ];
    });
  });
