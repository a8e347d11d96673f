import type { EngineDecision } from '../engine.js';

/** To mixed content, loopback over http is as insecure as any other host. */
export const mixedContentLoopback: EngineDecision = {
  id: 'mixed-content-loopback',
  what: 'An https page may not ask http://localhost or http://127.0.0.1 (mixed content); by the standard loopback is trustworthy and may be asked.',
  source: 'Source/WebCore/loader/MixedContentChecker.cpp; measured with WebKitGTK 2.50',
  scenario: 'https-page-http-loopback',
  behaviour: { isPotentiallyTrustworthy: (url) => url.protocol === 'https:' },
};
