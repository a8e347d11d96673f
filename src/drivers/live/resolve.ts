import { isIP } from 'node:net';

/** Addresses by `host:port`; `*:port` is any host. */
export type ResolveTable = ReadonlyMap<string, readonly string[]>;

/**
 * Reads curl's --resolve entries: `[+]host:port:addr[,addr]…`, addresses in
 * brackets or not when they are IPv6. Of two entries for one host and port the
 * later one holds. https://curl.se/docs/manpage.html#--resolve
 * @returns the table of the good ones, and a sentence for each bad one
 */
export function readResolve(entries: readonly string[]): {
  table: ResolveTable;
  problems: string[];
} {
  const table = new Map<string, readonly string[]>();
  const problems: string[] = [];
  for (const entry of entries) {
    const match = /^\+?(\*|[^:[\]*\s]+):(\d{1,5}):(.+)$/.exec(entry);
    const port = Number(match?.[2]);
    if (!match || port < 1 || port > 65_535) {
      problems.push(
        `--resolve ${entry}: write it as HOST:PORT:ADDRESS, such as api.example.com:443:127.0.0.1`,
      );
      continue;
    }
    const addresses = match[3]!.split(',').map((address) => address.replace(/^\[(.*)\]$/, '$1'));
    const bad = addresses.find((address) => isIP(address) === 0);
    if (bad !== undefined) {
      problems.push(`--resolve ${entry}: "${bad}" is no IP address`);
      continue;
    }
    table.set(`${match[1]!.toLowerCase()}:${port}`, addresses);
  }
  return { table, problems };
}

/** The addresses that the table has for a host and port; an entry for the host goes before `*`. */
export function addressesFor(
  table: ResolveTable | undefined,
  host: string,
  port: number,
): readonly string[] | undefined {
  return table?.get(`${host.toLowerCase()}:${port}`) ?? table?.get(`*:${port}`);
}
