import { useState } from 'preact/hooks';
import type { History } from '../model/history.js';
import { scenarioText } from '../model/scenario.js';
import { shareFragment } from '../model/share.js';
import type { CallState } from '../model/state.js';

interface ToolsProps {
  readonly state: CallState;
  readonly past: History<CallState>;
}

/** Undo and redo, and ways to give the call to others. */
export function Tools({ state, past }: ToolsProps) {
  const [done, setDone] = useState('');
  const share = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(
        location.origin + location.pathname + shareFragment(state),
      );
      setDone('Link copied, without secrets.');
    } catch {
      // What cannot be copied for the user stands in the address bar.
      history.replaceState(null, '', shareFragment(state));
      setDone('The link is in the address bar, without secrets.');
    }
  };
  return (
    <div class="tools" role="group" aria-label="This call">
      <button type="button" class="quiet" disabled={!past.canUndo} onClick={past.undo}>
        Undo
      </button>
      <button type="button" class="quiet" disabled={!past.canRedo} onClick={past.redo}>
        Redo
      </button>
      <button type="button" class="quiet" onClick={() => void share()}>
        Copy link
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          download('scenario.json', scenarioText(state));
          setDone('scenario.json saved: whycors simulate runs it.');
        }}
      >
        Save scenario
      </button>
      <span role="status" class="said">
        {done}
      </span>
    </div>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
