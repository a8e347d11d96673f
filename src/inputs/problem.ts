/** One thing wrong with an input, and where. */
export interface InputProblem {
  /** Where in the input: a JSON path (`$.request.headers[2][0]`), an option, a line. */
  readonly path: string;
  /** One sentence: what is wrong, and what would be right. */
  readonly message: string;
}

/** What a reader makes of an input: a value when it can be used, and every problem found. */
export interface Read<T> {
  readonly value: T | null;
  readonly problems: readonly InputProblem[];
}
