import { useRef, useState } from 'preact/hooks';
import type { Foreign } from '../model/line.js';
import { Words } from './Words.js';

/** What came of the last paste. */
export type PasteResult =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'foreign'; readonly said: Foreign }
  | { readonly kind: 'trouble'; readonly text: string };

interface PasteProps {
  readonly onPaste: (text: string) => Promise<void>;
  readonly result: PasteResult;
  /** Whether something else on the page has the stage. */
  readonly small: boolean;
}

/** Largest file that is read in a page. */
const MOST_BYTES = 200_000_000;

/** A text of more characters is read and not shown: a field with a HAR file in it is slow. */
const MOST_SHOWN = 20_000;

/** Takes anything: it is recognised when it is pasted or dropped. */
export function Paste({ onPaste, result, small }: PasteProps) {
  const [text, setText] = useState('');
  const [tooLarge, setTooLarge] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const file = (list: FileList | null | undefined): void => {
    const [first] = list ?? [];
    if (first === undefined) return;
    setTooLarge(first.size > MOST_BYTES);
    setText('');
    if (first.size <= MOST_BYTES) void first.text().then(onPaste);
  };
  const bad = tooLarge
    ? 'This file is too large for a page: whycors har FILE reads it as a stream.'
    : result.kind === 'trouble'
      ? result.text
      : '';
  return (
    <section class={small ? 'card paste small' : 'card paste'} aria-labelledby="paste-title">
      <h2 id="paste-title">
        <label for="paste">{small ? 'Paste something else' : 'Paste what you have'}</label>
      </h2>
      <p class={small ? 'hidden' : 'lead'} id="paste-hint">
        The red line of the console, a URL, “Copy as cURL” or “Copy as fetch”, response headers, a
        HAR file, an Ingress manifest, a scenario: it is recognised at once.
      </p>
      <textarea
        id="paste"
        ref={field}
        aria-describedby="paste-hint paste-said"
        aria-invalid={bad !== ''}
        rows={small ? 2 : 5}
        spellcheck={false}
        autocomplete="off"
        placeholder="Access to fetch at 'https://api.example.com/orders' from origin 'https://app.example.com' has been blocked by CORS policy: …"
        value={text}
        onInput={(event) => {
          const now = event.currentTarget.value;
          setText(now);
          if (/^insertFrom(?:Paste|Drop)/.test(event.inputType)) void onPaste(now);
        }}
        onPaste={(event) => {
          const pasted = event.clipboardData?.getData('text') ?? '';
          if (pasted.length <= MOST_SHOWN) return;
          event.preventDefault();
          setText('');
          void onPaste(pasted);
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          if ((event.dataTransfer?.files.length ?? 0) === 0) return;
          event.preventDefault();
          file(event.dataTransfer?.files);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void onPaste(text);
        }}
      />
      <div class="row">
        <button
          type="button"
          class="primary"
          disabled={text.trim() === ''}
          onClick={() => void onPaste(text)}
        >
          Read it
        </button>
        <label class="file">
          <input
            type="file"
            accept=".har,.json,.jsonl,.yaml,.yml,.txt"
            onChange={(event) => {
              file(event.currentTarget.files);
              event.currentTarget.value = '';
            }}
          />
          <span class="button">Open a file</span>
        </label>
        {text !== '' && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              setText('');
              field.current?.focus();
            }}
          >
            Clear
          </button>
        )}
        <span id="paste-said" role="status" class="said">
          {result.kind === 'read' ? result.text : ''}
        </span>
      </div>
      {bad !== '' && (
        <p class="trouble" role="alert">
          {bad}
        </p>
      )}
      {result.kind === 'foreign' && !tooLarge && (
        <div class="foreign" role="status">
          <p>
            <strong>{result.said.summary}</strong>
          </p>
          <p>
            <Words text={result.said.meaning} />
          </p>
          {result.said.remedy !== null && (
            <p>
              <Words text={result.said.remedy} />
            </p>
          )}
        </div>
      )}
    </section>
  );
}
