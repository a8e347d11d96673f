import type { Scenario } from '../../src/inputs/scenario/types.js';
import type { RuleId } from '../../src/rules/index.js';

/**
 * For each rule that a scenario can show, the smallest change to the example on
 * its page that takes the cause away: [what stands in its JSON, what stands
 * there instead]. The rule must then have nothing to say, not even as advice.
 */
export const NEAR_MISSES: Partial<Record<RuleId, readonly (readonly [string, string])[]>> = {
  'allow-credentials-missing': [['"Vary","Origin"', '"Access-Control-Allow-Credentials","true"']],
  'allow-credentials-not-true': [['"True"', '"true"']],
  'authorization-tolerated-under-wildcard': [['"*"', '"authorization"']],
  'authorization-under-wildcard': [['"*"', '"authorization"']],
  'bad-port': [[':6000', ':6001']],
  'certificate-expired': [['"error":"certificate-expired"', '"error":"certificate-not-yet-valid"']],
  'certificate-not-trusted': [
    ['"error":"certificate-revoked"', '"error":"certificate-unknown-issuer"'],
  ],
  'certificate-not-yet-valid': [
    ['"error":"certificate-not-yet-valid"', '"error":"certificate-expired"'],
  ],
  'certificate-self-signed': [
    ['"error":"certificate-self-signed"', '"error":"certificate-unknown-issuer"'],
  ],
  'certificate-unknown-issuer': [
    ['"error":"certificate-unknown-issuer"', '"error":"certificate-self-signed"'],
  ],
  'certificate-wrong-host': [['"error":"certificate-wrong-host"', '"error":"certificate-invalid"']],
  'connection-refused': [['"error":"connection-refused"', '"error":"connection-reset"']],
  'connection-reset': [['"error":"connection-reset"', '"error":"connection-refused"']],
  'cors-missing-on-error-response': [['"status":502', '"status":200']],
  'cross-origin-resource-policy-blocks': [['"same-origin"]', '"cross-origin"]']],
  'empty-response': [['"error":"empty-response"', '"error":"connection-reset"']],
  'forbidden-header-dropped': [['"Cookie","session=1"', '"Accept","text/html"']],
  'headers-not-allowed': [
    ['"Access-Control-Allow-Methods","POST"', '"Access-Control-Allow-Headers","content-type"'],
  ],
  'host-not-found': [['"error":"host-not-found"', '"error":"network-unreachable"']],
  'local-network-access': [['192.168.1.10', '198.51.100.10']],
  'malformed-allow-headers': [['"[Content-Type]"', '"Content-Type"']],
  'malformed-allow-methods': [[String.raw`"[\"GET\", \"PUT\"]"`, '"GET, PUT"']],
  'malformed-http-response': [['"error":"malformed-response"', '"error":"empty-response"']],
  'max-age-missing': [
    [
      '["Access-Control-Allow-Methods","PUT"]',
      '["Access-Control-Allow-Methods","PUT"],["Access-Control-Max-Age","600"]',
    ],
  ],
  'method-case-differs': [['"patch"', '"PATCH"']],
  'method-not-allowed': [['"GET, POST"', '"GET, POST, PUT"']],
  'mixed-content': [['"http://', '"https://']],
  'network-unreachable': [['"error":"network-unreachable"', '"error":"time-out"']],
  'no-cors-headers': [['"Content-Type","application/json"', '"Access-Control-Allow-Origin","*"']],
  'no-cors-with-redirect-mode': [['"manual"', '"follow"']],
  'null-origin': [['"origin":"null"', '"origin":"https://shop.example"']],
  'opaque-response': [['"no-cors"', '"cors"']],
  'origin-header-duplicated-by-two-layers': [['["Access-Control-Allow-Origin","*"],', '']],
  'origin-list-in-one-header': [[', https://admin.example', '']],
  'origin-not-on-the-allow-list': [
    [
      '["Vary","Origin"]',
      '["Vary","Origin"],["Access-Control-Allow-Origin","https://shop.example"]',
    ],
  ],
  'origin-pattern-sent-literally': [['https://*.example', 'https://www.example']],
  'other-origin-allowed': [['https://shop.example/"', 'https://shop.example"']],
  'preflight-avoidable': [
    ['"url":"https://api.example/orders",', '"url":"https://api.example/orders","method":"PUT",'],
  ],
  'preflight-needs-authentication': [
    ['"status":401', '"status":404'],
    ['"WWW-Authenticate"', '"X-Other"'],
  ],
  'preflight-not-routed': [['"status":405', '"status":500']],
  'preflight-redirected': [['"status":301', '"status":204']],
  'preflight-server-error': [['"status":500', '"status":404']],
  'proxy-failed': [['"error":"proxy-failed"', '"error":"connection-refused"']],
  'redirect-includes-credentials': [['user:secret@', '']],
  'redirect-location-invalid': [[':port/', ':444/']],
  'redirect-refused-by-page': [['"redirect":"error"', '"redirect":"follow"']],
  'redirect-to-another-origin': [['https://login.example/', 'https://api.example/login']],
  'redirect-to-non-http': [['myapp://done', 'https://api.example/done']],
  'request-not-allowed-by-the-api': [['"method":"GET"', '"method":"POST"']],
  'response-header-not-exposed': [['"X-Total-Count"', '"Content-Language"']],
  'response-headers-too-large': [['"error":"headers-too-large"', '"error":"malformed-response"']],
  'response-lacks-allow-origin': [
    ['"headers":[]', '"headers":[["Access-Control-Allow-Origin","*"]]'],
  ],
  'same-origin-mode-refused': [['"same-origin"', '"cors"']],
  'same-origin-request': [['"origin":"https://api.example"', '"origin":"http://api.example"']],
  'stale-cached-response': [
    ['"Age","120"', '"Age","0"'],
    ['"HIT"', '"MISS"'],
  ],
  'time-out': [['"error":"time-out"', '"error":"connection-reset"']],
  'too-many-redirects': [['"Location","/orders"', '"Location","/other"']],
  'url-not-fetchable': [['user:secret@', '']],
  'vary-origin-missing': [['"Age","12"', '"Vary","Origin"']],
  'wildcard-literal-with-credentials': [
    ['"Access-Control-Allow-Methods","*"', '"Access-Control-Allow-Methods","PUT"'],
  ],
  'wildcard-with-credentials': [['"*"', '"https://shop.example"']],
  'wrong-protocol-on-port': [['"error":"not-tls"', '"error":"connection-refused"']],
};

/** The example with the changes made. @throws when one of them has nothing to change */
export function changed(
  example: Scenario,
  changes: readonly (readonly [string, string])[],
): Scenario {
  let text = JSON.stringify(example);
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`There is no ${from} in ${text}`);
    text = text.replaceAll(from, to);
  }
  return JSON.parse(text) as Scenario;
}
