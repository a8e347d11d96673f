import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { EngineName } from '../../engines/index.js';
import { withAnswer } from '../model/answers.js';
import { useHistory } from '../model/history.js';
import { causesOf, judge, SHOWN } from '../model/judge.js';
import { readPaste } from '../model/paste.js';
import { commandFor, tokenOf } from '../model/server.js';
import { readFragment } from '../model/share.js';
import { FIRST, withAnswers, type CallState } from '../model/state.js';
import { useAsking } from './asking.js';
import { Causes } from './Causes.js';
import type { OpenCluster } from '../model/open-cluster.js';
import { Fix } from './Fix.js';
import { lazy } from './lazy.js';
import { Header } from './Header.js';
import { Live } from './Live.js';
import { Paste, type PasteResult } from './Paste.js';
import { Picture } from './Picture.js';
import { RequestForm } from './RequestForm.js';
import { useShortcuts } from './shortcuts.js';
import { Verdict } from './Verdict.js';
import { Welcome } from './Welcome.js';

/** The token is taken out of the address at once, so that no one copies it along. */
const TOKEN = tokenOf(location.hash);
const SHARED = readFragment(location.hash, FIRST);
if (location.hash.startsWith('#token=')) history.replaceState(null, '', location.pathname);

// Most visits need none of these.
const HarView = lazy(async () => (await import('./HarView.js')).HarView);
const ClusterView = lazy(async () => (await import('./ClusterView.js')).ClusterView);
const Tour = lazy(async () => (await import('./Tour.js')).Tour);

/** What the page shows besides the call. */
type Side =
  | { readonly kind: 'none' }
  | { readonly kind: 'har'; readonly text: string }
  | { readonly kind: 'manifest'; readonly open: OpenCluster | null };

const NOTHING: Side = { kind: 'none' };

const APPLIED = 'These are the answers of a simulated server that has the fix.';

/** The whole page. */
export function App() {
  const past = useHistory<CallState>(SHARED ?? FIRST);
  const { now: held, set, undo, redo } = past;
  const [begun, setBegun] = useState(SHARED !== null);
  const [engine, setEngine] = useState<EngineName>('chromium');
  const [side, setSide] = useState<Side>(NOTHING);
  const [result, setResult] = useState<PasteResult>({ kind: 'nothing' });
  const [tour, setTour] = useState(false);
  const open = side.kind === 'manifest' ? side.open : null;
  // A manifest answers every call by simulation, until somebody writes or asks an answer.
  const answered = useMemo(
    () => (open === null || held.answers.length > 0 ? null : open.ask(held)),
    [open, held],
  );
  const state = useMemo(
    () => (answered === null ? held : { ...held, answers: answered.answers }),
    [answered, held],
  );
  const all = useMemo(() => SHOWN.map((each) => judge(state, each)), [state]);
  const shown = all.find((each) => each.engine === engine) ?? all[0]!;
  const causes = useMemo(() => causesOf(state, shown), [state, shown]);
  // Nobody knows yet what the server says: there is nothing to judge.
  const blank = shown.answers.length > 0 && shown.answers.every(({ from }) => from === 'blank');

  const latest = useRef(held);
  latest.current = held;
  const { ask, busy, trouble, stop } = useAsking(TOKEN, latest, set);
  const paste = useCallback(
    async (text: string) => {
      const pasted = await readPaste(text, latest.current);
      setResult(resultOf(pasted));
      if (pasted.kind === 'unknown' || pasted.kind === 'foreign') return;
      stop();
      setTour(false);
      if (pasted.kind === 'call') {
        setBegun(true);
        setSide(NOTHING);
        set(pasted.state);
        if (pasted.line?.engine != null) setEngine(pasted.line.engine);
        if (pasted.ask) void ask(pasted.state, false, pasted.line);
      } else if (pasted.kind === 'har') {
        setBegun(false);
        setSide(pasted);
      } else {
        setSide({ kind: 'manifest', open: null });
        const { openCluster } = await import('../model/open-cluster.js');
        const opened = openCluster(pasted.text);
        setSide({ kind: 'manifest', open: opened });
        setBegun(true);
        set(opened.first(latest.current));
      }
    },
    [set, ask, stop],
  );

  const show = useCallback(
    (call: CallState) => {
      stop();
      setBegun(true);
      setSide((now) => (now.kind === 'har' ? now : NOTHING));
      set(call);
    },
    [set, stop],
  );

  useShortcuts({ undo, redo, paste });
  useEffect(() => {
    const follow = (): void => {
      const shared = readFragment(location.hash, FIRST);
      if (shared !== null) show(shared);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [show]);

  // Neither has anything to do with what is typed below: they are not drawn again for it.
  const small = begun || side.kind !== 'none';
  const field = useMemo(
    () => <Paste onPaste={paste} result={result} small={small} />,
    [paste, result, small],
  );
  const har = useMemo(
    () =>
      side.kind === 'har' && (
        <HarView
          text={side.text}
          onOpen={(call) => {
            show(call);
            setTimeout(() => document.querySelector<HTMLElement>('#verdict')?.focus());
          }}
        />
      ),
    [side, show],
  );
  const refused = begun && !blank && shown.verdict !== 'allowed';
  return (
    <>
      <a class="skip" href={begun ? '#verdict' : '#paste'}>
        {begun ? 'Skip to the verdict' : 'Skip to the field'}
      </a>
      <Header live={TOKEN !== null} onTour={() => setTour(!tour)} tour={tour} />
      <main>
        {tour && <Tour onShow={show} onEnd={() => setTour(false)} />}
        {!tour && field}
        {!begun && !tour && side.kind === 'none' && (
          <Welcome onPaste={paste} onOwn={() => setBegun(true)} onTour={() => setTour(true)} />
        )}
        {har}
        {side.kind === 'manifest' && (
          <ClusterView
            open={side.open}
            state={state}
            judged={shown}
            answer={answered}
            onUrl={(url) => set(withAnswers({ ...held, request: { ...held.request, url } }, []))}
          />
        )}
        {begun && (
          <>
            <Verdict
              all={all}
              shown={shown}
              blank={blank}
              live={TOKEN !== null}
              causes={causes}
              onChoose={setEngine}
            />
            <div class="columns">
              <section class="card call" aria-labelledby="call-title">
                <h2 id="call-title">The call</h2>
                {state.notes.length > 0 && (
                  <ul class="notes">
                    {state.notes.map((note) => (
                      <li key={note}>{note}</li>
                    ))}
                  </ul>
                )}
                <RequestForm state={held} onChange={set} />
                <Live
                  live={TOKEN !== null}
                  busy={busy}
                  trouble={trouble}
                  state={held}
                  command={commandFor(held.origin, held.request)}
                  onAsk={(send) => void ask({ ...withAnswers(held, []), notes: [] }, send)}
                />
              </section>
              <Picture
                judged={shown}
                blank={blank}
                state={state}
                past={past}
                onAnswer={(changed) =>
                  set(
                    withAnswers(state, withAnswer(state.answers, changed)),
                    `answer ${changed.kind} ${changed.url}`,
                  )
                }
              />
            </div>
            <div class="mend">
              {!blank && <Causes judged={shown} state={state} causes={causes} />}
              {refused && (
                <Fix
                  state={state}
                  judged={shown}
                  manifest={open?.cluster.text ?? null}
                  onApply={(answers) => set({ ...withAnswers(state, answers), notes: [APPLIED] })}
                />
              )}
            </div>
          </>
        )}
      </main>
      <footer>
        Everything runs in this page{TOKEN === null ? '' : ' and on this machine'}; nothing is sent
        anywhere else. The rules are those of the{' '}
        <a href="https://fetch.spec.whatwg.org/" rel="noreferrer">
          Fetch Standard
        </a>{' '}
        and of the browsers.
      </footer>
    </>
  );
}

function resultOf(pasted: Awaited<ReturnType<typeof readPaste>>): PasteResult {
  switch (pasted.kind) {
    case 'unknown':
      return { kind: 'trouble', text: pasted.why };
    case 'foreign':
      return pasted;
    case 'call':
      return { kind: 'read', text: `Read as ${pasted.what}.` };
    case 'har':
      return { kind: 'read', text: 'Read as a HAR file.' };
    case 'manifest':
      return { kind: 'read', text: 'Read as Kubernetes objects.' };
  }
}
