import type { CaseResult, ContractCase } from '../../contract/index.js';
import type { LiveDriver } from '../../drivers/live/index.js';
import { networkResponse, plainUpstream, type Configuration } from '../../targets/index.js';
import { Asker } from '../../live/asker.js';
import { Judge } from './judge.js';

/** Runs cases against a configuration instead of servers: nothing is sent. */
export async function simulateCases(
  cases: readonly ContractCase[],
  configuration: Configuration,
  behind = plainUpstream,
): Promise<readonly CaseResult[]> {
  const driver: LiveDriver = {
    send: (request) =>
      Promise.resolve({
        result: networkResponse(configuration.simulate(request, behind)),
        meta: { timings: { total: 0 }, sentHeaders: request.headers },
      }),
    close: () => {},
  };
  const judge = new Judge();
  const results: CaseResult[] = [];
  for (const each of cases) results.push(await judge.judge(each, new Asker(driver, true)));
  return results;
}
