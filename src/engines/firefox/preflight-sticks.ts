import type { EngineDecision } from '../engine.js';

/** Once a hop has needed a preflight, or the page has set headers that would need one, each later hop gets one. */
export const preflightSticks: EngineDecision = {
  id: 'preflight-sticks',
  what: 'After a redirect a hop gets a preflight because an earlier hop needed one, or because of headers that the page set, even where the method has become GET; by the standard each hop is judged anew.',
  source:
    'netwerk/protocol/http/nsHttpChannel.cpp, mRequireCORSPreflight; measured with Firefox 153',
  scenario: 'put-303-to-other-origin',
  behaviour: { preflightSticks: true },
};

/** Which headers a preflight names is found once, when the page asks. */
export const preflightNamesHeadersAsSet: EngineDecision = {
  id: 'preflight-names-headers-as-set',
  what: 'Preflights name the headers as the page set them: a Content-Type that XMLHttpRequest rewrites is named when the page’s own was not safelisted, and where a redirect took Content-Type or Authorization away, the preflight of that hop does not name it, but those of later hops do again. By the standard what is sent decides.',
  source:
    'netwerk/protocol/http/nsCORSListenerProxy.cpp, CheckPreflightNeeded (LoadInfo::CorsUnsafeHeaders); measured with Firefox 153',
  scenario: 'content-type-after-303-and-307',
  behaviour: { preflightsNameHeadersAsSet: true },
};
