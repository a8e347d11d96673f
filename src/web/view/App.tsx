import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { EngineName } from '../../engines/index.js';
import { withAnswer, type Answer } from '../model/answers.js';
import { judge, SHOWN } from '../model/judge.js';
import { readPaste } from '../model/paste.js';
import { askServer, commandFor, tokenOf } from '../model/server.js';
import { readFragment } from '../model/share.js';
import { FIRST, type CallState } from '../model/state.js';
import { useHistory } from '../model/history.js';
import { Causes } from './Causes.js';
import { ClusterView } from './ClusterView.js';
import { Engines } from './Engines.js';
import { Fix } from './Fix.js';
import { HarView } from './HarView.js';
import { Header } from './Header.js';
import { Paste } from './Paste.js';
import { Picture } from './Picture.js';
import { RequestForm } from './RequestForm.js';
import { Tour } from './Tour.js';

/** What the page shows besides the call. */
type Side =
  | { readonly kind: 'none' }
  | { readonly kind: 'har' | 'manifest'; readonly text: string };

/** The token is taken out of the address at once, so that no one copies it along. */
const TOKEN = tokenOf(location.hash);
const SHARED = readFragment(location.hash, FIRST);
if (TOKEN !== null) history.replaceState(null, '', location.pathname);

/** The whole page. */
export function App() {
  const past = useHistory<CallState>(SHARED ?? FIRST);
  const { now: state, set, undo, canUndo } = past;
  const [engine, setEngine] = useState<EngineName>('chromium');
  const [side, setSide] = useState<Side>({ kind: 'none' });
  const [said, setSaid] = useState('');
  const [trouble, setTrouble] = useState('');
  const [busy, setBusy] = useState(false);
  const [tour, setTour] = useState(false);
  const all = useMemo(() => SHOWN.map((each) => judge(state, each)), [state]);
  const shown = all.find((each) => each.engine === engine) ?? all[0]!;
  // Nobody knows yet what the server says: there is nothing to judge.
  const blank = shown.answers.length > 0 && shown.answers.every(({ from }) => from === 'blank');

  const ask = useCallback(
    async (call: CallState, send: boolean) => {
      if (TOKEN === null) return;
      setBusy(true);
      setTrouble('');
      try {
        const { answers, standIn } = await askServer(TOKEN, call.origin, call.request, send);
        const notes = standIn
          ? [
              `A GET was sent in place of ${call.request.method}, which has side effects; its answer stands for the other one's.`,
            ]
          : [];
        set({ ...call, answers, notes: [...call.notes, ...notes] });
        setSaid((before) =>
          `${before.replace(/ The server was asked\.$/, '')} The server was asked.`.trim(),
        );
      } catch (error) {
        setTrouble(error instanceof Error ? error.message : String(error));
      } finally {
        setBusy(false);
      }
    },
    [set],
  );

  const paste = useCallback(
    async (text: string) => {
      const pasted = await readPaste(text, state);
      setTrouble('');
      if (pasted.kind === 'unknown') {
        setSaid('');
        setTrouble(pasted.why);
      } else if (pasted.kind === 'call') {
        setSide({ kind: 'none' });
        setSaid(`Read as ${pasted.what}.`);
        set(pasted.state);
        if (pasted.state.answers.length === 0) void ask(pasted.state, false);
      } else {
        setSide(pasted);
        setSaid(pasted.kind === 'har' ? 'Read as a HAR file.' : 'Read as Kubernetes objects.');
      }
    },
    [state, set, ask],
  );

  const answer = (changed: Answer): void =>
    set({ ...state, answers: withAnswer(state.answers, changed) });

  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
      if ((event.ctrlKey || event.metaKey) && event.key === 'z' && !typing && !event.shiftKey) {
        event.preventDefault();
        undo();
      }
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, [undo]);

  return (
    <>
      <a class="skip" href="#result">
        Skip to the result
      </a>
      <Header live={TOKEN !== null} onTour={() => setTour(!tour)} tour={tour} />
      <main>
        {tour && (
          <Tour
            onShow={(next) => {
              set(next);
              setSide({ kind: 'none' });
            }}
          />
        )}
        <Paste onPaste={(text) => void paste(text)} said={said} trouble={trouble} />
        {side.kind === 'har' && (
          <HarView
            text={side.text}
            onOpen={(call) => {
              set(call);
              document.querySelector('#result')?.scrollIntoView();
            }}
          />
        )}
        {side.kind === 'manifest' && <ClusterView text={side.text} state={state} />}
        <div class="columns">
          <section class="card" aria-labelledby="call-title">
            <h2 id="call-title">The call</h2>
            <RequestForm state={state} onChange={set} />
            <Live
              live={TOKEN !== null}
              busy={busy}
              command={commandFor(state.origin, state.request)}
              safe={/^(?:GET|HEAD|OPTIONS)$/i.test(state.request.method)}
              onAsk={(send) => void ask({ ...state, answers: [] }, send)}
            />
            {state.notes.map((note) => (
              <p key={note} class="note">
                {note}
              </p>
            ))}
          </section>
          <section class="card" id="result" aria-labelledby="result-title" tabIndex={-1}>
            <h2 id="result-title">What happens</h2>
            <Engines all={all} engine={engine} blank={blank} onChoose={setEngine} />
            <Picture
              judged={shown}
              blank={blank}
              origin={state.origin}
              onAnswer={answer}
              onUndo={undo}
              canUndo={canUndo}
              state={state}
            />
          </section>
        </div>
        {!blank && <Causes judged={shown} />}
        {shown.outcome.verdict === 'blocked' && (
          <Fix state={state} judged={shown} onApply={(answers) => set({ ...state, answers })} />
        )}
      </main>
      <footer>
        Everything runs in this page{TOKEN === null ? '' : ' and on this machine'}; nothing is sent
        anywhere else. The rules are those of the{' '}
        <a href="https://fetch.spec.whatwg.org/">Fetch Standard</a> and of the browsers.
      </footer>
    </>
  );
}

interface LiveProps {
  readonly live: boolean;
  readonly busy: boolean;
  readonly safe: boolean;
  readonly command: string;
  readonly onAsk: (send: boolean) => void;
}

/** Asks the real server, where there is one to do it; else gives the command that does. */
function Live({ live, busy, safe, command, onAsk }: LiveProps) {
  const [send, setSend] = useState(false);
  if (!live)
    return (
      <div class="live">
        <p class="note">
          A page cannot see what a server answers to another page. This command can:
        </p>
        <pre class="command" tabIndex={0}>
          <code>{command}</code>
        </pre>
      </div>
    );
  return (
    <div class="live">
      <button type="button" class="primary" disabled={busy} onClick={() => onAsk(send)}>
        {busy ? 'Asking …' : 'Ask the server'}
      </button>
      {!safe && (
        <label class="check">
          <input
            type="checkbox"
            checked={send}
            onChange={(event) => setSend(event.currentTarget.checked)}
          />
          send it although it has side effects
        </label>
      )}
    </div>
  );
}
