import { writeFileSync } from 'node:fs';
import type { Scenario, ScenarioAnswer, ScenarioFailure } from '../../inputs/index.js';
import type { Exchange, NetworkResult } from '../../protocol/index.js';
import { disagrees, MASK, stringifyJson, type Masker, type Report } from '../../reporters/index.js';
import type { Call } from '../../live/session.js';
import { UsageError } from '../io.js';

/**
 * Writes the call and its answers as a scenario, secrets masked as in the report.
 * @throws UsageError when the file cannot be written
 */
export function writeDisagreement(file: string, report: Report, call: Call, masker: Masker): void {
  const scenario = stringifyJson(disagreementScenario(report, call, masker), 2);
  try {
    // The mask of reports is no text that a page could set as a header.
    writeFileSync(file, `${scenario.replaceAll(MASK, '***')}\n`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new UsageError(`--verify-out: ${file} cannot be written (${code}).`);
  }
}

/** The call with the answers that whycors got on the way of the engine that disagrees. */
export function disagreementScenario(report: Report, call: Call, masker: Masker): Scenario {
  const { request } = call;
  const wrong = (report.verification?.results ?? []).filter(disagrees);
  const way = report.engines.find(({ engine }) => engine === wrong[0]?.engine) ?? report.main;
  return {
    id: `disagreement-${wrong.map(({ engine }) => engine).join('-')}`,
    origin: call.origin,
    initiator: request.initiator,
    request: {
      url: masker.text(request.url),
      method: request.method,
      headers: request.headers.map(masker.header),
      credentials: request.credentials,
      mode: request.mode,
      redirect: request.redirect,
      ...(request.body === null ? {} : { body: masker.text(request.body) }),
    },
    exchanges: exchanges(way.outcome.exchanges, masker),
  };
}

/** A preflight and the request after it are one exchange. */
function exchanges(seen: readonly Exchange[], masker: Masker): Scenario['exchanges'] {
  type Found = Scenario['exchanges'][number];
  const found: Found[] = [];
  let preflight: Found | null = null;
  for (const { request, result } of seen) {
    const url = masker.text(request.url);
    const answer = answerOf(result, masker);
    if (request.kind === 'preflight') {
      if (preflight !== null) found.push(preflight);
      preflight = { url, preflight: answer };
    } else {
      found.push({ ...(preflight?.url === url ? preflight : { url }), response: answer });
      preflight = null;
    }
  }
  return preflight === null ? found : [...found, preflight];
}

function answerOf(result: NetworkResult, masker: Masker): ScenarioAnswer | ScenarioFailure {
  return 'status' in result
    ? { status: result.status, headers: result.headers.map(masker.header) }
    : { error: result.error };
}
