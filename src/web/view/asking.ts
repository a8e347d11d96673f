import { useCallback, useRef, useState } from 'preact/hooks';
import type { CorsMessage } from '../../inputs/console/types.js';
import { judge } from '../model/judge.js';
import { compareWithLine, NOT_ASKED } from '../model/line.js';
import { askServer } from '../model/server.js';
import type { CallState } from '../model/state.js';

/** Live asking, and what is to be said of it. */
export interface Asking {
  /** Asks about a call; one that is asked before it is done is given up. */
  readonly ask: (call: CallState, send: boolean, line?: CorsMessage) => Promise<void>;
  readonly busy: boolean;
  readonly trouble: string;
  /** Gives up what is being asked, and forgets the trouble. */
  readonly stop: () => void;
}

/**
 * Has the loopback server ask, one call at a time. An answer counts only while the
 * page still shows the call that it belongs to.
 * @param latest the call that is shown
 * @param set shows a call
 */
export function useAsking(
  token: string | null,
  latest: { readonly current: CallState },
  set: (next: CallState) => void,
): Asking {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  const running = useRef<AbortController | null>(null);
  const stop = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setBusy(false);
    setTrouble('');
  }, []);
  const ask = useCallback(
    async (call: CallState, send: boolean, line?: CorsMessage) => {
      if (token === null) return;
      stop();
      const own = new AbortController();
      running.current = own;
      setBusy(true);
      try {
        const asked = await askServer(token, call, send, own.signal);
        const shown = latest.current;
        const same = shown.origin === call.origin && shown.request.url === call.request.url;
        if (running.current === own && same) set(answered(call, shown, asked, line));
      } catch (error) {
        if (running.current === own)
          setTrouble(error instanceof Error ? error.message : String(error));
      } finally {
        if (running.current === own) setBusy(false);
      }
    },
    [token, latest, set, stop],
  );
  return { ask, busy, trouble, stop };
}

/** The call that is shown, with the answers and what they say to the line that was pasted. */
function answered(
  call: CallState,
  shown: CallState,
  { answers, experiments, standIn }: Awaited<ReturnType<typeof askServer>>,
  line: CorsMessage | undefined,
): CallState {
  const next: CallState = { ...shown, answers, experiments };
  const compared =
    line === undefined ? null : compareWithLine(line, judge(next, line.engine ?? 'chromium'));
  return {
    ...next,
    notes: [
      ...(compared === null ? [] : [compared]),
      ...call.notes.filter((note) => !note.startsWith(NOT_ASKED)),
      ...(standIn
        ? [
            `${call.request.method} may change something, so a GET was sent in its place: its answer stands for the other one’s.`,
          ]
        : []),
    ],
  };
}
