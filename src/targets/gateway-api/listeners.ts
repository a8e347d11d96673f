import type { YAMLMap } from 'yaml';
import { itemsAt, textAt } from '../support/yaml/read.js';

/** URL schemes of the protocols that listeners speak. https://gateway-api.sigs.k8s.io/reference/spec/#protocoltype */
const SCHEMES: Readonly<Record<string, string>> = { HTTP: 'http:', HTTPS: 'https:', TLS: 'https:' };

/**
 * What the listeners that a route is attached to speak: by the Gateway, where it
 * stands in the same file, else by the port or the name of the listener that the
 * route asks for. Null where nothing says.
 * @param maps all objects of the file
 */
export function schemesOf(route: YAMLMap, maps: readonly YAMLMap[]): readonly string[] | null {
  const all = new Set<string>();
  for (const parent of itemsAt(route, 'spec', 'parentRefs')) {
    const section = textAt(parent, 'sectionName');
    const port = textAt(parent, 'port');
    const namespace = textAt(parent, 'namespace') ?? textAt(route, 'metadata', 'namespace');
    const gateway = maps.find(
      (map) =>
        textAt(map, 'kind') === 'Gateway' &&
        textAt(map, 'metadata', 'name') === textAt(parent, 'name') &&
        (textAt(map, 'metadata', 'namespace') ?? namespace) ===
          (namespace ?? textAt(map, 'metadata', 'namespace')),
    );
    const found =
      gateway === undefined
        ? guess(section, port)
        : itemsAt(gateway, 'spec', 'listeners')
            .filter((listener) => section === null || textAt(listener, 'name') === section)
            .filter((listener) => port === null || textAt(listener, 'port') === port)
            .flatMap((listener) => SCHEMES[textAt(listener, 'protocol') ?? ''] ?? []);
    if (found.length === 0) return null;
    for (const scheme of found) all.add(scheme);
  }
  return all.size === 0 ? null : [...all];
}

function guess(section: string | null, port: string | null): readonly string[] {
  if (port === '80') return ['http:'];
  if (port === '443') return ['https:'];
  if (section === null) return [];
  if (/https|tls|ssl|secure/i.test(section)) return ['https:'];
  return /http/i.test(section) ? ['http:'] : [];
}
