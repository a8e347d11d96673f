import { useEffect, useMemo, useState } from 'preact/hooks';
import { guessTargets } from '../../fix/guess.js';
import { escapeControls } from '../../reporters/escape.js';
import type { Target } from '../../targets/target.js';
import { observationOf, type Answer } from '../model/answers.js';
import { isMendable, type Judged } from '../model/judge.js';
import type { CallState } from '../model/state.js';
import { PAGE_TARGETS } from '../model/targets.generated.js';
import { Change } from './Change.js';
import { CopyButton } from './CopyButton.js';

interface FixProps {
  readonly state: CallState;
  readonly judged: Judged;
  /** The Kubernetes objects that were pasted. */
  readonly manifest: string | null;
  readonly onApply: (answers: readonly Answer[]) => void;
}

/** What writes the change: loaded when a target is chosen, that target alone. */
interface Loaded {
  readonly target: Target;
  readonly fixing: typeof import('../model/fixing.js');
}

const GROUPS = [
  ['server', 'Servers and proxies'],
  ['framework', 'Frameworks'],
  ['kubernetes', 'Kubernetes and gateways'],
  ['cloud', 'Cloud'],
] as const;

/** The change for the user's server, checked. */
export function Fix({ state, judged, manifest, onApply }: FixProps) {
  const { outcome, answers } = judged;
  const guess = useMemo(() => {
    const own = outcome.exchanges.map(({ request }, index) =>
      observationOf(request, answers[index]!),
    );
    const seen = [...own, ...state.experiments.map(([, each]) => each)];
    return guessTargets(seen, PAGE_TARGETS)[0] ?? null;
  }, [outcome, answers, state.experiments]);
  const [picked, setPicked] = useState<string | null>(null);
  const [own, setOwn] = useState<string | null>(null);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [trouble, setTrouble] = useState('');
  const id = picked ?? (manifest === null ? '' : 'ingress-nginx');
  const config = own ?? (id === 'ingress-nginx' ? (manifest ?? '') : '');
  useEffect(() => {
    const wanted = PAGE_TARGETS.find((each) => each.id === id);
    if (wanted === undefined) return;
    let current = true;
    setTrouble('');
    Promise.all([wanted.load(), import('../model/fixing.js')]).then(
      ([target, fixing]) => current && setLoaded({ target, fixing }),
      () => setTrouble('This part of the page could not be loaded: is its server still there?'),
    );
    return () => {
      current = false;
    };
  }, [id]);
  const ready = loaded !== null && loaded.target.id === id ? loaded : null;
  const fix = useMemo(
    () => (ready === null ? null : ready.fixing.fixFor(state, judged, ready.target, config)),
    [ready, state, judged, config],
  );
  const chosen = PAGE_TARGETS.find((each) => each.id === id);
  return (
    <section class="card fix" aria-labelledby="fix-title">
      <h2 id="fix-title" tabIndex={-1}>
        The fix
      </h2>
      {!isMendable(judged) ? (
        <p>
          {outcome.failure?.code === 'network-failure'
            ? 'No configuration of CORS mends this: the server has to be reached first, and then asked again.'
            : 'The server is not even asked, so no configuration of it mends this: the page has to change, as “The cause” says.'}
        </p>
      ) : (
        <>
          <div class="fix-head">
            <label>
              Where do you set the API’s headers?
              <select
                value={id}
                onChange={(event) => {
                  setPicked(event.currentTarget.value);
                  setOwn(null);
                }}
              >
                <option value="" disabled>
                  Choose a server or framework …
                </option>
                {GROUPS.map(([group, title]) => (
                  <optgroup key={group} label={title}>
                    {PAGE_TARGETS.filter((each) => each.group === group).map((each) => (
                      <option key={each.id} value={each.id}>
                        {each.title}
                      </option>
                    ))}
                  </optgroup>
                ))}
              </select>
            </label>
            {id === '' && (
              <div class="row suggestions">
                {guess === null ? (
                  <span class="hint">Often:</span>
                ) : (
                  <span class="hint">
                    The answer has <code>{escapeControls(guess.from)}</code>:
                  </span>
                )}
                {(guess === null ? OFTEN : [guess.target.id]).map((each) => (
                  <button key={each} type="button" class="chip" onClick={() => setPicked(each)}>
                    {PAGE_TARGETS.find((target) => target.id === each)?.title}
                  </button>
                ))}
              </div>
            )}
          </div>
          {id === '' && (
            <p class="hint">
              You get the smallest change that lets this call through, to copy, and checked by
              simulation where the server’s configuration is a file.
            </p>
          )}
          {trouble !== '' && (
            <p class="trouble" role="alert">
              {trouble}
            </p>
          )}
          {chosen?.kind === 'file' && (
            <details class="config" open={config !== ''}>
              <summary>
                {config === ''
                  ? `Paste your own ${chosen.file} to get a diff`
                  : `Your ${chosen.file}`}
              </summary>
              <label>
                <span class="hidden">Your {chosen.file}</span>
                <textarea
                  rows={8}
                  spellcheck={false}
                  value={config}
                  onInput={(event) => setOwn(event.currentTarget.value)}
                />
              </label>
            </details>
          )}
          {id !== '' && ready === null && trouble === '' && (
            <p class="hint" aria-busy="true">
              Writing …
            </p>
          )}
          {ready !== null && fix === null && (
            <p>
              No configuration of a server lets this call through: the page or the browser has to
              change, as “The cause” says.
            </p>
          )}
          {fix !== null && ready !== null && (
            <>
              <Change fix={fix} />
              {fix.emission.kind === 'change' && fix.emission.changes.length > 0 && (
                <div class="row">
                  <CopyButton text={textOf(fix)} what="Fix" label="Copy the fix" primary />
                  {fix.check === 'allowed' && fix.after !== null && (
                    <button
                      type="button"
                      class="quiet"
                      onClick={() => {
                        const mended = ready.fixing.appliedAnswers(fix, state);
                        if (mended === null) return;
                        onApply(mended);
                        document.querySelector<HTMLElement>('#verdict')?.focus();
                      }}
                    >
                      Apply and check again
                    </button>
                  )}
                </div>
              )}
            </>
          )}
        </>
      )}
    </section>
  );
}

const OFTEN = ['nginx', 'express', 'ingress-nginx', 'spring', 'fastapi'] as const;

function textOf({ emission, diff }: NonNullable<ReturnType<Loaded['fixing']['fixFor']>>): string {
  if (emission.kind === 'cannot') return emission.reasons.join('\n');
  return diff ?? emission.changes.map(({ text }) => text).join('\n');
}
