import type { ExchangeMeta } from '../../evidence/index.js';

/**
 * What is learned while a connection comes about, also where it fails. Times
 * are moments by performance.now().
 */
export interface ConnectionFacts {
  /** The server's address; not known behind a proxy. */
  remoteAddress?: string;
  tls?: NonNullable<ExchangeMeta['tls']>;
  certificate?: NonNullable<ExchangeMeta['certificate']>;
  dns?: number;
  connect?: number;
  tlsDone?: number;
}

/** The facts that still hold when the connection is used again: all but the times. */
export function lasting({ remoteAddress, tls, certificate }: ConnectionFacts): ConnectionFacts {
  return {
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
    ...(tls === undefined ? {} : { tls }),
    ...(certificate === undefined ? {} : { certificate }),
  };
}
