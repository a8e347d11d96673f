/**
 * The time limit of one exchange after the other. A signal that has not fired
 * serves the next exchange, too: thousands of them need no thousands of signals.
 */
export class Alarm {
  readonly #outer: AbortSignal | undefined;
  #controller = new AbortController();
  #signal: AbortSignal | null = null;
  #timer: NodeJS.Timeout | undefined;

  /** @param outer fires for its own reasons, and ends the exchange, too */
  constructor(outer: AbortSignal | undefined) {
    this.#outer = outer;
  }

  /** @returns the signal that fires after so many milliseconds, unless the alarm is cleared before */
  set(milliseconds: number): AbortSignal {
    if (this.#controller.signal.aborted) {
      this.#controller = new AbortController();
      this.#signal = null;
    }
    const { signal } = this.#controller;
    this.#signal ??= this.#outer === undefined ? signal : AbortSignal.any([signal, this.#outer]);
    const controller = this.#controller;
    this.#timer = setTimeout(() => controller.abort(), milliseconds);
    return this.#signal;
  }

  /** Ends the wait for it. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
