import { PAGE, type Fault } from './fault.js';

const SET = 'set resp.http.Access-Control-Allow-Origin =';

/** What a block does before the request goes on, and behind this mark, to its answer. */
export const THEN = '--';

/** A path of Varnish in front of an API that knows nothing of CORS. */
export const FAULTS: readonly Fault[] = [
  ['/none', `${THEN} set resp.http.X-Nothing = "1";`, [], 'no-cors-headers'],
  ['/any', `${THEN} ${SET} "*";`, ['--credentials', 'include'], 'wildcard-with-credentials'],
  ['/list', `${THEN} ${SET} "${PAGE}, https://a.example";`, [], 'origin-list-in-one-header'],
  ['/denied', `return (synth(403)); ${THEN} ${SET} "${PAGE}";`, [], 'no-cors-headers'],
  ['/no-route', `${THEN} ${SET} "${PAGE}";`, ['-X', 'DELETE'], 'preflight-not-routed'],
  [
    '/synth',
    `if (req.method == "OPTIONS") { return (synth(200)); } ${THEN} ${SET} "${PAGE}";`,
    ['-X', 'PUT'],
    'cors-on-other-paths-or-methods',
  ],
  ['/moved', 'return (synth(750)); --', ['-X', 'PUT'], 'preflight-redirected'],
];
