import type { Header } from '../../protocol/index.js';
import type { SimulatedHeader, Span } from '../target.js';

/** The headers and the rest of one message, as VCL sees and changes it. */
export class Message {
  headers: SimulatedHeader[];
  method = '';
  url = '';
  status = 0;

  constructor(headers: readonly Header[]) {
    this.headers = headers.map(([name, value]) => ({ name, value, span: null }));
  }

  /** The first line of a header; null for none. */
  get(name: string): string | null {
    return this.headers.find((each) => each.name.toLowerCase() === name)?.value ?? null;
  }

  /** Takes all lines of a header away, and puts one there unless it is null. */
  put(name: string, value: string | null, span: Span | null): void {
    this.headers = this.headers.filter((each) => each.name.toLowerCase() !== name);
    if (value !== null) this.headers.push({ name, value, span });
  }
}

/** What there is at a stage: `req` always, others by their names. */
export type Messages = Partial<Record<'req' | 'bereq' | 'beresp' | 'resp', Message>>;
