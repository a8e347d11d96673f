import { applyWording } from '../../reporters/wording/wording.js';
import { WORDING } from '../../reporters/wording/index.generated.js';
import type { Judged } from '../model/judge.js';
import { Words } from './Words.js';

const SIDES = {
  server: 'the server',
  proxy: 'a proxy or gateway in front of the server',
  page: 'the page',
  network: 'the network',
  browser: 'the browser',
} as const;

/** Why, whose side it is on, and what to change. */
export function Causes({ judged }: { readonly judged: Judged }) {
  const known = judged.answers.some(({ from }) => from !== 'blank');
  const shown = judged.causes.filter(({ role }) => known || role !== 'advice');
  if (shown.length === 0) return null;
  return (
    <section class="card" aria-labelledby="cause-title">
      <h2 id="cause-title">
        {judged.outcome.verdict === 'blocked' ? 'The cause' : 'Good to know'}
      </h2>
      {shown.map((cause) => {
        const words = applyWording(WORDING[cause.rule], cause.args);
        return (
          <article key={cause.rule} class={`cause ${cause.role}`}>
            <h3>
              {cause.role === 'blocks-next' && <span class="badge">next</span>} {words.title}
            </h3>
            <p>
              <Words text={words.cause} />
            </p>
            <p class="hint">
              {cause.confidence}, on the side of {SIDES[cause.side]}
            </p>
            <ul>
              {words.change.map((step) => (
                <li key={step}>
                  <Words text={step} />
                </li>
              ))}
            </ul>
          </article>
        );
      })}
    </section>
  );
}
