import { useState } from 'preact/hooks';
import type { CallState } from '../model/state.js';
import { CopyButton } from './CopyButton.js';

interface LiveProps {
  readonly live: boolean;
  readonly busy: boolean;
  readonly trouble: string;
  readonly state: CallState;
  readonly command: string;
  readonly onAsk: (send: boolean) => void;
}

/** Asks the real server, where there is one to do it; else gives the command that does. */
export function Live({ live, busy, trouble, state, command, onAsk }: LiveProps) {
  const [sure, setSure] = useState(false);
  const { method, body } = state.request;
  const safe = /^(?:GET|HEAD|OPTIONS)$/i.test(method) && body === null;
  if (!live)
    return (
      <div class="live">
        <p class="hint">
          A page cannot see what a server answers to another page: this is what CORS is about. Run
          this to ask the real server, or <code>npx whycors ui</code> to do so from here:
        </p>
        <div class="command">
          <pre tabIndex={0}>
            <code>{command}</code>
          </pre>
          <CopyButton text={command} what="Command" />
        </div>
      </div>
    );
  return (
    <div class="live">
      <div class="row">
        <button type="button" class="primary" disabled={busy} onClick={() => onAsk(!safe && sure)}>
          {busy ? 'Asking …' : 'Ask the server'}
        </button>
        <span role="status" class="hidden">
          {busy ? 'Asking the server.' : ''}
        </span>
      </div>
      {!safe && (
        <>
          <label class="check">
            <input
              type="checkbox"
              checked={sure}
              onChange={(event) => setSure(event.currentTarget.checked)}
            />
            Send the {method} itself
          </label>
          <p class="hint">
            {sure
              ? `${method} is really sent and may change data on the server.`
              : `${method} may change data, so it is not sent: the preflight is, and a GET in its place.`}
          </p>
        </>
      )}
      {trouble !== '' && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
    </div>
  );
}
