import { ENGINES } from '../../engines/index.js';
import { failurePhrase, failurePlace } from '../../reporters/wording/failure.js';
import type { Judged } from './judge.js';

/** How the other browsers end the call where that is not as in the one that is shown: a sentence each. */
export function differences(shown: Judged, all: readonly Judged[]): readonly string[] {
  return all.flatMap((other) => {
    if (other.engine === shown.engine) return [];
    const title = titleOf(other);
    const { failure } = other.outcome;
    if (ending(other) !== ending(shown))
      return failure === null
        ? [`${title} lets the page read the answer.`]
        : [`${title} refuses the call ${failurePlace(failure)}: ${failurePhrase(failure)}.`];
    if (sent(other) === sent(shown)) return [];
    return [`${title} ends it alike and sends other requests: choose it to see them.`];
  });
}

/** As a sentence begins with it. */
export function titleOf({ engine }: Pick<Judged, 'engine'>): string {
  return engine === 'standard' ? 'The standard' : ENGINES[engine].title;
}

function ending({ verdict, outcome: { failure } }: Judged): string {
  return `${verdict} ${failure?.code ?? ''} ${failure?.exchange ?? ''}`;
}

function sent({ outcome }: Judged): string {
  return JSON.stringify(
    outcome.exchanges.map(({ request: { method, url, headers } }) => [
      method,
      url,
      headers.map((header) => header.join(':')).toSorted(),
    ]),
  );
}
