import type { Model } from './contexts.js';

/** The modules that a configuration loads, as far as this file tells. */
export interface Modules {
  /** As `server.modules` lists them, each once; null where it says nothing of them. */
  readonly listed: readonly string[] | null;
  /** Whether files that are not read may load others, behind these. */
  readonly open: boolean;
}

/** Modules run in the order in which they are listed first; lists come together from all `+=`. */
export function modulesOf({ contexts, includes }: Model): Modules {
  const setting = contexts[0]?.settings.get('server.modules');
  const names = setting?.items.flatMap(({ value }) => value ?? []) ?? [];
  return {
    listed: setting === undefined ? null : [...new Set(names)],
    open: setting === undefined || includes.length > 0,
  };
}

/** Whether a module is there: where other files may load it, it is taken to be. */
export function isLoaded({ listed, open }: Modules, module: string): boolean {
  return open || listed?.includes(module) === true;
}

/**
 * Whether one module runs before another. What this file does not list comes behind,
 * from a file that it includes; two of those are taken to be in a good order.
 */
export function runsBefore(modules: Modules, first: string, second: string): boolean {
  const place = (name: string): number => {
    const at = modules.listed?.indexOf(name) ?? -1;
    return at < 0 ? Infinity : at;
  };
  return place(first) <= place(second);
}
