import { useCallback, useState } from 'preact/hooks';

/** States that undo can go back to. */
const MOST = 200;

/** Milliseconds in which changes of the same thing are one step: a word, not a letter. */
const TOGETHER = 1000;

/** A state with the ones before it and those that were undone. */
export interface History<T> {
  readonly now: T;
  /** @param what names what is changed: quick changes of the same thing are undone together */
  readonly set: (next: T, what?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

interface Held<T> {
  readonly now: T;
  readonly before: readonly T[];
  readonly after: readonly T[];
  readonly what: string | null;
  readonly at: number;
}

/** Keeps what was before, so that every change can be undone and done again. */
export function useHistory<T>(first: T): History<T> {
  const [held, setHeld] = useState<Held<T>>({
    now: first,
    before: [],
    after: [],
    what: null,
    at: 0,
  });
  const set = useCallback((next: T, what?: string) => {
    const at = performance.now();
    setHeld(({ now, before, what: last, at: then }) => {
      const together = what !== undefined && what === last && at - then < TOGETHER;
      const past = together ? before : [...before.slice(-MOST), now];
      return { now: next, before: past, after: [], what: what ?? null, at };
    });
  }, []);
  const undo = useCallback(
    () =>
      setHeld((each) => {
        const now = each.before.at(-1);
        if (now === undefined) return each;
        const after = [each.now, ...each.after];
        return { now, before: each.before.slice(0, -1), after, what: null, at: 0 };
      }),
    [],
  );
  const redo = useCallback(
    () =>
      setHeld((each) => {
        const [now, ...after] = each.after;
        if (now === undefined) return each;
        return { now, before: [...each.before, each.now], after, what: null, at: 0 };
      }),
    [],
  );
  const { now, before, after } = held;
  return { now, set, undo, redo, canUndo: before.length > 0, canRedo: after.length > 0 };
}
