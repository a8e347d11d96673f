import type { Configuration, FileTarget } from '../../targets/index.js';

/** Objects that were written, and the hosts they are for; `''` is every host. */
export interface WrittenUnit {
  readonly text: string;
  readonly hosts: readonly string[];
}

/**
 * What answers a host afterwards: its own objects and those for wildcards and for every
 * host. Reading all objects for each would take a large cluster's square.
 */
export function configurationsOf(
  units: readonly WrittenUnit[],
  target: FileTarget,
): (host: string) => Configuration | null {
  const isWide = (host: string): boolean => host === '' || host.startsWith('*');
  const byHost = new Map<string, WrittenUnit[]>();
  for (const unit of units)
    for (const host of new Set(unit.hosts.map((each) => (isWide(each) ? '*' : each))))
      byHost.set(host, [...(byHost.get(host) ?? []), unit]);
  const read = new Map<string, Configuration | null>();
  return (host) => {
    const known = read.get(host);
    if (known !== undefined) return known;
    const here = new Set([...(byHost.get(host) ?? []), ...(byHost.get('*') ?? [])]);
    // In the order in which they stand in the file.
    const text = units.flatMap((unit) => (here.has(unit) ? unit.text : [])).join('');
    const { value } = target.read({ file: target.file, text });
    read.set(host, value);
    return value;
  };
}
