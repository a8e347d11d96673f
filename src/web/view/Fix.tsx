import { useEffect, useState } from 'preact/hooks';
import type { Fix as MadeFix } from '../../fix/index.js';
import type { TargetId } from '../../targets/index.js';
import { withAnswer, type Answer } from '../model/answers.js';
import type { Judged } from '../model/judge.js';
import type { CallState } from '../model/state.js';

interface FixProps {
  readonly state: CallState;
  readonly judged: Judged;
  readonly onApply: (answers: readonly Answer[]) => void;
}

type Library = typeof import('../../fix/index.js') & typeof import('../../targets/index.js');

const GROUPS = {
  kubernetes: 'Kubernetes',
  server: 'Servers and proxies',
  framework: 'Frameworks',
  cloud: 'Cloud',
} as const;

/** The change for the user's server. What writes it is loaded when it is wanted. */
export function Fix({ state, judged, onApply }: FixProps) {
  const [library, setLibrary] = useState<Library | null>(null);
  const [wanted, setWanted] = useState(false);
  const [id, setId] = useState<TargetId>('ingress-nginx');
  const [config, setConfig] = useState('');
  const [copied, setCopied] = useState('');
  useEffect(() => {
    if (!wanted) return;
    void Promise.all([import('../../fix/index.js'), import('../../targets/index.js')]).then(
      ([fix, targets]) => setLibrary({ ...fix, ...targets }),
    );
  }, [wanted]);
  if (library === null)
    return (
      <section class="card" aria-labelledby="fix-title" aria-busy={wanted}>
        <h2 id="fix-title">The fix</h2>
        <button type="button" class="primary" disabled={wanted} onClick={() => setWanted(true)}>
          {wanted ? 'Loading …' : 'Write the change for my server'}
        </button>
      </section>
    );
  const target = library.TARGETS[id];
  const call = { origin: state.origin, request: state.request };
  const mendable = library.mendableIn(call).includes(judged.engine);
  const source =
    config.trim() === '' || target.kind === 'code' ? null : { file: target.file, text: config };
  const fix = mendable
    ? library.makeFix({ call, target, guess: null, config: source }, judged.engine)
    : null;
  return (
    <section class="card" aria-labelledby="fix-title">
      <h2 id="fix-title">The fix</h2>
      {fix === null ? (
        <p>No configuration of a server lets this call through: mend the cause above first.</p>
      ) : (
        <>
          <div class="pair">
            <label>
              Where
              <select value={id} onChange={(event) => setId(event.currentTarget.value as TargetId)}>
                {(['kubernetes', 'server', 'framework', 'cloud'] as const).map((group) => (
                  <optgroup key={group} label={GROUPS[group]}>
                    {Object.values(library.TARGETS)
                      .filter((each) => each.group === group)
                      .map((each) => (
                        <option key={each.id} value={each.id}>
                          {each.title}
                        </option>
                      ))}
                  </optgroup>
                ))}
              </select>
            </label>
            {target.kind === 'file' && (
              <details class="config">
                <summary>Paste your own {target.file}</summary>
                <label>
                  <span class="hidden">Your {target.file}</span>
                  <textarea
                    rows={8}
                    spellcheck={false}
                    value={config}
                    onInput={(event) => setConfig(event.currentTarget.value)}
                  />
                </label>
              </details>
            )}
          </div>
          <Change fix={fix} />
          <div class="row">
            <button
              type="button"
              class="primary"
              onClick={() =>
                void navigator.clipboard.writeText(textOf(fix)).then(
                  () => setCopied('Copied.'),
                  () => setCopied('The browser does not let this page copy.'),
                )
              }
            >
              Copy
            </button>
            {fix.check === 'allowed' && fix.after !== null && (
              <button
                type="button"
                class="quiet"
                onClick={() => onApply(appliedAnswers(fix, state, judged, library))}
              >
                Apply here and check again
              </button>
            )}
            <span role="status" class="said">
              {copied}
            </span>
          </div>
        </>
      )}
    </section>
  );
}

/** What is to be changed, as a diff where the user's file is there. */
function Change({ fix }: { readonly fix: MadeFix }) {
  const { emission, check, uncovered } = fix;
  const except = check === 'allowed' && uncovered.length > 0;
  if (emission.kind === 'cannot')
    return (
      <>
        <p>{fix.target.title} cannot say this policy:</p>
        <ul>
          {emission.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </>
    );
  if (emission.changes.length === 0)
    return (
      <p>
        This configuration says it already: the server runs with another one, or something in front
        of it answers.
      </p>
    );
  return (
    <>
      {fix.diff === null ? (
        emission.changes.map(({ where, text }) => (
          <figure key={where + text}>
            <figcaption>{where}</figcaption>
            <pre tabIndex={0}>
              <code>{text.replaceAll(/^\n+|\s+$/g, '')}</code>
            </pre>
          </figure>
        ))
      ) : (
        <pre class="diff" tabIndex={0}>
          {fix.diff.split('\n').map((line, index) => (
            // Lines of a diff are what they are where they are.
            <code key={`${index} ${line}`} class={diffClass(line)}>
              {line}
              {'\n'}
            </code>
          ))}
        </pre>
      )}
      <p class="hint">{emission.reload}</p>
      {emission.notes.map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
      <p class={check === 'allowed' && !except ? 'checked' : 'note'}>
        {check === 'allowed'
          ? `${except ? 'Checked, except for what follows' : '✓ Checked'}: read back and simulated with this change, browsers let the call through.`
          : check === 'not-simulated'
            ? 'This is code, which whycors writes and does not run: ask the server again when it is deployed.'
            : '✗ Not enough: simulated with this change, a browser still refuses the call.'}
      </p>
      {except && (
        <ul class="note">
          {uncovered.map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              Line {line} after the change: {message}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function diffClass(line: string): string {
  if (line.startsWith('+')) return 'add';
  return line.startsWith('-') ? 'remove' : '';
}

function textOf({ emission, diff }: MadeFix): string {
  if (emission.kind === 'cannot') return emission.reasons.join('\n');
  return diff ?? emission.changes.map(({ text }) => text).join('\n');
}

/** The answers that the simulated server gives with the change. */
function appliedAnswers(
  { target, before, after }: MadeFix,
  state: CallState,
  judged: Judged,
  { prove }: Library,
): readonly Answer[] {
  if (target.kind !== 'file' || before === null || after === null) return state.answers;
  const { value } = target.read({ ...before, text: after });
  if (value === null) return state.answers;
  const trial = { about: 'the call', origin: state.origin, request: state.request };
  const [proof] = prove(value, [trial], { engines: [judged.engine] });
  return (proof?.outcome.exchanges ?? []).reduce<readonly Answer[]>(
    (answers, { request: { kind, method, url }, result }) =>
      'headers' in result
        ? withAnswer(answers, {
            kind,
            method,
            url,
            status: result.status,
            error: null,
            headers: result.headers,
            from: 'you',
          })
        : answers,
    [],
  );
}
