import { chromium } from './chromium/index.js';
import type { Engine, EngineName } from './engine.js';
import { firefox } from './firefox/index.js';
import { standard } from './standard/index.js';
import { webkit } from './webkit/index.js';

export * from './engine.js';
export * from './together/panel.js';

/** Each engine by its name. */
export const ENGINES: Readonly<Record<EngineName, Engine>> = {
  standard,
  chromium,
  firefox,
  webkit,
};
