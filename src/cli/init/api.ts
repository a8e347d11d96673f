import { apiOf } from '../check/api.js';
import type { Io } from '../io.js';
import type { InitOptions } from './command.js';
import type { Draft } from './draft.js';

/** Every operation of an OpenAPI document, from all origins. */
export function fromApi(
  text: string,
  file: string,
  options: InitOptions,
  io: Io,
): readonly Draft[] {
  const { operations, origins } = apiOf(text, file, options, io);
  return operations.map(({ method, url, headers, credentials, name }) => ({
    name: name ?? `${method} ${url}`,
    url,
    origins,
    methods: [method],
    headers,
    credentials,
  }));
}
