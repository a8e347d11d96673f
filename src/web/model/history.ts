import { useCallback, useState } from 'preact/hooks';

/** States that undo can go back to. */
const MOST = 200;

/** A state with the ones before it. */
export interface History<T> {
  readonly now: T;
  readonly set: (next: T) => void;
  readonly undo: () => void;
  readonly canUndo: boolean;
}

/** Keeps what was before, so that every change can be undone. */
export function useHistory<T>(first: T): History<T> {
  const [{ now, before }, setBoth] = useState<{ now: T; before: readonly T[] }>({
    now: first,
    before: [],
  });
  const set = useCallback(
    (next: T) =>
      setBoth((held) => ({ now: next, before: [...held.before.slice(-MOST), held.now] })),
    [],
  );
  const undo = useCallback(
    () =>
      setBoth((held) => {
        const last = held.before.at(-1);
        return last === undefined ? held : { now: last, before: held.before.slice(0, -1) };
      }),
    [],
  );
  return { now, set, undo, canUndo: before.length > 0 };
}
