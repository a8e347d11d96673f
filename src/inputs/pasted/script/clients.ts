import type { PastedCall } from '../call.js';
import { readerOf } from './calls.js';
import type { Value } from './values.js';

/** Settings of axios and of instances of it, as far as a snippet makes them. */
export class Clients {
  /** By the name in the snippet. */
  readonly #settings = new Map<string, Map<string, Value>>([['axios', new Map()]]);

  /** `const api = axios.create({ baseURL: … })` makes one. */
  declare(name: string, value: Value): void {
    if (value.kind !== 'call' || value.name !== 'axios.create') return;
    const [settings] = value.values;
    this.#settings.set(name, new Map(settings?.kind === 'object' ? settings.entries : []));
  }

  /** `axios.defaults.withCredentials = true` changes one. */
  assign(name: string, value: Value): void {
    const [, client = '', key = ''] = /^([\w$]+)\.defaults\.(\w+)$/.exec(name) ?? [];
    this.#settings.get(client)?.set(key, value);
  }

  /** What a call of a function with this name requests; null for one that requests nothing. */
  read(name: string, values: readonly Value[]): PastedCall | null {
    const plain = name.replace(/^(?:window|globalThis|self)\./, '');
    const [client = ''] = plain.split('.');
    const settings = this.#settings.get(client);
    const reader = readerOf(settings === undefined ? plain : plain.replace(client, 'axios'));
    if (reader === null) return null;
    const defaults: Value = { kind: 'object', entries: settings ?? new Map() };
    return reader.read(values, reader.verb, defaults);
  }
}
