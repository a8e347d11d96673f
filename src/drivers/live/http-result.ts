import type { HeaderList, NetworkResponse } from '../../protocol/index.js';
import type { BodyStart } from './body.js';

/** What one HTTP exchange gave, whatever the version. */
export interface HttpResult {
  readonly response: NetworkResponse;
  readonly body: BodyStart;
  readonly httpVersion: '1.0' | '1.1' | '2';
  /** When the response's headers were there, by performance.now(). */
  readonly firstByteAt: number;
  /** Whether the connection can carry another request. */
  readonly reusable: boolean;
  /** The request's headers as they went out. */
  readonly sent: HeaderList;
}
