import { isForbiddenRequestHeader } from '../../protocol/index.js';
import type { EngineDecision } from '../engine.js';

/** A User-Agent that the page sets is dropped without a word. */
export const userAgentDropped: EngineDecision = {
  id: 'user-agent-dropped',
  what: 'User-Agent set by the page is dropped; the standard took it off the forbidden list in 2015.',
  source: 'https://crbug.com/571722; measured with Chromium 156',
  scenario: 'user-agent',
  behaviour: {
    isForbiddenRequestHeader: (name, value) =>
      name.toLowerCase() === 'user-agent' || isForbiddenRequestHeader(name, value),
  },
};
