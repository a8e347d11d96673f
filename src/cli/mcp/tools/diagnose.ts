import { diagnose, type DiagnoseOptions } from '../../../api/diagnose.js';
import { renderText, toJson } from '../../../api/reporters.js';
import { ENGINE_NAMES } from '../../../engines/index.js';
import { reportMasker } from '../../../reporters/index.js';
import { flag, inputSchema, oneOf, publishedSchema, text } from '../schemas.js';
import { safeDeep, type McpTool } from '../tool.js';

interface Args extends Omit<DiagnoseOptions, 'headers' | 'maxTimeMs' | 'signal'> {
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxTimeSeconds?: number;
}

const SEND =
  'Whether to really send a request with side effects (POST, PUT, PATCH, DELETE …). Without it only GET, HEAD and OPTIONS are sent, and a GET stands in. Set it only when the user asked for that.';

/** `diagnose`: why a browser refuses a call. */
export function diagnoseTool(readOnly: boolean): McpTool<Args> {
  return {
    name: 'diagnose',
    title: 'Diagnose a cross-origin call',
    description: `Makes a call as browsers make it (preflight, redirects, request) and says whether Chromium, Firefox and WebKit would let the page have the answer, why not, what causes it (with the evidence), whose side it is on and what to change. Asks the server with GET, HEAD and OPTIONS only${readOnly ? '' : '; a request with side effects is sent only with send: true'}. Secrets are masked.`,
    input: inputSchema(
      {
        url: text('What the page calls.'),
        origin: text('Origin of the page, such as http://localhost:3000.'),
        method: text('HTTP method. Default: GET, or POST with a body.'),
        headers: {
          type: 'object',
          additionalProperties: { type: 'string' },
          description: 'The headers that the page sets.',
        },
        body: text('As text given to fetch().'),
        credentials: oneOf(['omit', 'same-origin', 'include'], 'Default: same-origin.'),
        mode: oneOf(['cors', 'no-cors', 'same-origin'], 'Default: cors.'),
        redirect: oneOf(['follow', 'error', 'manual'], 'Default: follow.'),
        initiator: oneOf(['fetch', 'xhr'], 'Default: fetch.'),
        engine: oneOf(ENGINE_NAMES, 'One engine only. Default: the three browsers.'),
        cookie: text('Cookies of the API, as in a Cookie header; sent with credentials: include.'),
        ...(readOnly ? {} : { send: flag(SEND) }),
        experiments: flag(
          'Whether to ask more than browsers do, to find the cause. Default: true.',
        ),
        insecure: flag('Accept any certificate. Default: false.'),
        maxTimeSeconds: {
          type: 'number',
          exclusiveMinimum: 0,
          maximum: 300,
          description: 'Default: 20.',
        },
      },
      ['url', 'origin'],
    ),
    output: publishedSchema('diagnosis'),
    readOnly,
    asksServers: true,
    run: async ({ maxTimeSeconds = 20, ...call }, signal) => {
      const report = await diagnose({ ...call, maxTimeMs: maxTimeSeconds * 1000, signal });
      const value = safeDeep(toJson(report), reportMasker(report));
      return { text: renderText(report, { width: 100 }), value };
    },
  };
}
