import { useRef, useState } from 'preact/hooks';

interface PasteProps {
  readonly onPaste: (text: string) => void;
  readonly said: string;
  readonly trouble: string;
}

/** Largest file that is read in a page. */
const MOST_BYTES = 200_000_000;

/** Takes anything: it is recognised when it is pasted or dropped. */
export function Paste({ onPaste, said, trouble }: PasteProps) {
  const [text, setText] = useState('');
  const [tooLarge, setTooLarge] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const file = (list: FileList | null | undefined): void => {
    const [first] = list ?? [];
    if (first === undefined) return;
    setTooLarge(first.size > MOST_BYTES);
    if (first.size <= MOST_BYTES) void first.text().then(onPaste);
  };
  return (
    <section class="card paste" aria-labelledby="paste-title">
      <h2 id="paste-title">
        <label for="paste">Paste anything</label>
      </h2>
      <p class="hint" id="paste-hint">
        the red line of the console, a URL, “Copy as cURL”, “Copy as fetch”, response headers, a HAR
        file, an Ingress manifest
      </p>
      <textarea
        id="paste"
        ref={field}
        aria-describedby="paste-hint paste-said"
        rows={3}
        spellcheck={false}
        autocomplete="off"
        placeholder="Access to fetch at 'https://api.example.com/orders' from origin …"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onPaste={(event) => {
          const pasted = event.clipboardData?.getData('text') ?? '';
          if (pasted.trim() !== '' && text.trim() === '') {
            event.preventDefault();
            setText(pasted.length > 20_000 ? '' : pasted);
            onPaste(pasted);
          }
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          if ((event.dataTransfer?.files.length ?? 0) === 0) return;
          event.preventDefault();
          file(event.dataTransfer?.files);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onPaste(text);
        }}
      />
      <div class="row">
        <button
          type="button"
          class="primary"
          disabled={text.trim() === ''}
          onClick={() => onPaste(text)}
        >
          Read it
        </button>
        <label class="file">
          or open a file
          <input
            type="file"
            accept=".har,.json,.yaml,.yml,.txt"
            onChange={(event) => file(event.currentTarget.files)}
          />
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
          {said}
        </span>
      </div>
      {(trouble !== '' || tooLarge) && (
        <p class="trouble" role="alert">
          {tooLarge
            ? 'This file is too large for a page: whycors har FILE reads it as a stream.'
            : trouble}
        </p>
      )}
    </section>
  );
}
