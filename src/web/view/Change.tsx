import { ENGINES } from '../../engines/index.js';
import type { Fix } from '../../fix/fix.js';
import { failurePhrase, failurePlace } from '../../reporters/wording/failure.js';
import { Words } from './Words.js';

/** What is to be changed, as a diff, and how far that was checked. */
export function Change({ fix }: { readonly fix: Fix }) {
  const { emission, blame, gaveWay, target } = fix;
  if (emission.kind === 'cannot')
    return (
      <div class="callout warn">
        <p>{target.title} cannot say this policy:</p>
        <ul>
          {emission.reasons.map((reason) => (
            <li key={reason}>
              <Words text={reason} />
            </li>
          ))}
        </ul>
      </div>
    );
  if (emission.changes.length === 0)
    return (
      <p class="callout warn">
        This configuration says it already: the server runs with another one, or something in front
        of it answers.
      </p>
    );
  return (
    <>
      <Checked fix={fix} />
      {blame.map(({ span, line, text, header }) => (
        <p key={`${span.start} ${header}`} class="hint">
          Line {line} {header === null ? 'decides who answers' : `sends ${header}`}:{' '}
          <code>{text.trim()}</code>
        </p>
      ))}
      {fix.diff === null ? (
        emission.changes.map(({ where, text }) => (
          <figure key={where + text}>
            <figcaption>
              Add <b>{where}</b>
            </figcaption>
            <Diff lines={text.replaceAll(/^\n+|\s+$/g, '').split('\n')} added />
          </figure>
        ))
      ) : (
        <figure>
          <figcaption>The change of your file</figcaption>
          <Diff lines={fix.diff.split('\n')} added={false} />
        </figure>
      )}
      <p class="then">
        <b>Then:</b> <Words text={emission.reload} />
      </p>
      {[...gaveWay, ...emission.notes].map((note) => (
        <p key={note} class="hint">
          <Words text={note} />
        </p>
      ))}
    </>
  );
}

/** Lines of a diff, or lines that are all to be added. */
function Diff({ lines, added }: { readonly lines: readonly string[]; readonly added: boolean }) {
  return (
    <pre class="diff" tabIndex={0}>
      {lines.map((line, index) => (
        // Lines of a diff are what they are where they are.
        <code key={`${index} ${line}`} class={added ? 'add' : diffClass(line)}>
          {line}
          {'\n'}
        </code>
      ))}
    </pre>
  );
}

function diffClass(line: string): string {
  if (/^(?:\+\+\+|---|@@)/.test(line)) return 'place';
  if (line.startsWith('+')) return 'add';
  return line.startsWith('-') ? 'remove' : '';
}

function Checked({ fix }: { readonly fix: Fix }) {
  const { check, uncovered, engines, refusal, target } = fix;
  const except = check === 'allowed' && uncovered.length > 0;
  const names = new Intl.ListFormat('en').format(engines.map((each) => ENGINES[each].title));
  const ok = check === 'allowed' && !except;
  return (
    <div class={`callout ${ok ? 'good' : check === 'refused' ? 'bad' : 'warn'}`}>
      <p>
        {check === 'allowed' && (
          <>
            <b>{except ? 'Checked, except for what follows' : '✓ Checked'}.</b> Read back and
            simulated with this change, {names} let the call through.
          </>
        )}
        {check === 'not-simulated' && (
          <>
            <b>Not simulated.</b> {target.title} is set up in code, which whycors writes and does
            not run: ask the server again when this is deployed.
          </>
        )}
        {check === 'refused' && (
          <>
            <b>✗ Not enough.</b> Simulated with this change, a browser still refuses the call
            {refusal !== null && (
              <>
                {' '}
                {failurePlace(refusal)}: <Words text={failurePhrase(refusal)} />
              </>
            )}
            .
          </>
        )}
      </p>
      {except && (
        <ul>
          {uncovered.map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              Line {line} after the change: {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
