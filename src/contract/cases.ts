import { fetchRequest } from '../protocol/index.js';
import type { Check, Contract, ContractCase } from './types.js';

/** Every case of a contract, in its order. */
export function casesOf({ checks }: Contract): readonly ContractCase[] {
  const seen = new Map<string, number>();
  return checks.flatMap((check) => {
    const { headers, body, credentials, mode } = check;
    const more = asideOf(check);
    return check.urls.flatMap((url) =>
      check.origins.flatMap((origin) =>
        check.methods.map((method): ContractCase => {
          const sends = !/^(?:GET|HEAD)$/i.test(method);
          const request = fetchRequest(url, {
            method,
            headers,
            credentials,
            mode,
            body: sends ? body : null,
          });
          const id = `${check.expect} ${method} ${url} from ${origin}${more}`;
          const times = (seen.get(id) ?? 0) + 1;
          seen.set(id, times);
          return { id: times === 1 ? id : `${id} (${times})`, check, origin, request };
        }),
      ),
    );
  });
}

/** What an id says besides. */
function asideOf(check: Check): string {
  const parts = [
    ...(check.headers.length === 0 ? [] : [check.headers.map(([name]) => name).join(', ')]),
    ...(check.credentials === 'include' ? ['credentials'] : []),
  ];
  return parts.length === 0 ? '' : ` with ${parts.join(' and ')}`;
}

/** The cases of one of several machines: each case is of exactly one. @param index from 1 */
export function shardOf(
  cases: readonly ContractCase[],
  index: number,
  of: number,
): readonly ContractCase[] {
  return cases.filter((_, at) => at % of === index - 1);
}
