import { useEffect } from 'preact/hooks';

interface Shortcuts {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly paste: (text: string) => Promise<void>;
}

/** Undo and redo where no field has an own one, and a paste anywhere on the page. */
export function useShortcuts({ undo, redo, paste }: Shortcuts): void {
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isField(event.target)) return;
      const pressed = event.key.toLowerCase();
      const again = pressed === 'y' || (pressed === 'z' && event.shiftKey);
      if (!again && pressed !== 'z') return;
      event.preventDefault();
      if (again) redo();
      else undo();
    };
    const pasted = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text') ?? '';
      if (isField(event.target) || text.trim() === '') return;
      event.preventDefault();
      void paste(text);
    };
    addEventListener('keydown', key);
    addEventListener('paste', pasted);
    return () => {
      removeEventListener('keydown', key);
      removeEventListener('paste', pasted);
    };
  }, [undo, redo, paste]);
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !/^(?:radio|checkbox|file)$/.test(target.type))
  );
}
