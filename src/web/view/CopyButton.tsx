import { useState } from 'preact/hooks';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, as a sentence begins with it. */
  readonly what: string;
  readonly label?: string;
  readonly primary?: boolean;
}

/** Copies a text, and says that it did. */
export function CopyButton({ text, what, label = 'Copy', primary = false }: CopyButtonProps) {
  const [done, setDone] = useState('');
  const copy = async (): Promise<void> => {
    // The clipboard is there on https, on loopback, and nowhere else.
    try {
      await navigator.clipboard.writeText(text);
      setDone(`${what} copied.`);
    } catch {
      setDone('The browser does not let this page copy: select the text and copy it.');
    }
  };
  return (
    <>
      <button type="button" class={primary ? 'primary' : 'quiet'} onClick={() => void copy()}>
        {label}
      </button>
      <span role="status" class="said">
        {done}
      </span>
    </>
  );
}
