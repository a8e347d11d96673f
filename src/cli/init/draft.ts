/** A check of a contract as it is written. */
export interface Draft {
  readonly name?: string;
  readonly url: string;
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly credentials: boolean;
  readonly expect?: 'allow' | 'deny';
  /** Seconds. */
  readonly maxAge?: number | null;
  readonly exposed?: readonly string[];
}
