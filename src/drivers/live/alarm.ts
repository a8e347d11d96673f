/**
 * The time limit of one exchange after the other. A signal that has not fired
 * serves the next exchange, too, and so does the timer, which looks at the limit
 * of the day when it goes off: thousands of exchanges need no thousands of them.
 */
export class Alarm {
  readonly #outer: AbortSignal | undefined;
  #controller = new AbortController();
  #signal: AbortSignal | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer goes off, and when it means something, by performance.now(). */
  #rings = Infinity;
  #limit = Infinity;

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
    this.#limit = performance.now() + milliseconds;
    if (this.#limit < this.#rings) this.#ringAt(this.#limit);
    return this.#signal;
  }

  /** Ends the wait for it. */
  clear(): void {
    this.#limit = Infinity;
  }

  #ringAt(moment: number): void {
    clearTimeout(this.#timer);
    this.#rings = moment;
    this.#timer = setTimeout(() => this.#ring(), Math.ceil(moment - performance.now()));
    // What is waited for keeps the process alive; afterwards nothing is to.
    this.#timer.unref();
  }

  #ring(): void {
    this.#rings = Infinity;
    // Timers are not exact to the millisecond.
    if (performance.now() >= this.#limit - 1) this.#controller.abort();
    else if (this.#limit < Infinity) this.#ringAt(this.#limit);
  }
}
