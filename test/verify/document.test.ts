import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestDocument, type PageRequest } from '../../src/browsers/index.js';

const request = fc.record({
  url: fc.string({ unit: 'binary' }),
  method: fc.constantFrom('GET', 'PUT', '</script>'),
  headers: fc.array(fc.tuple(fc.string(), fc.string({ unit: 'binary' }))),
  credentials: fc.constant('include'),
  mode: fc.constant('cors'),
  redirect: fc.constant('follow'),
  body: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('</script><!--"&\u2028')),
  initiator: fc.constant('fetch' as const),
  timeout: fc.constant(0),
});

/** What a page would give to fetch(), found by running its script. */
async function fetched(html: string): Promise<[url: string, init: Partial<PageRequest>]> {
  const [script = ''] = /(?<=<script>)[^]*?(?=<\/script>)/.exec(html)!;
  let given: [string, object] = ['', {}];
  const sandbox: Record<string, unknown> = {
    self: { origin: 'o' },
    fetch: (url: string, init: object) => {
      given = [url, init];
      return Promise.reject(new Error('refused'));
    },
  };
  sandbox['globalThis'] = sandbox;
  const result = (await runInNewContext(`${script}; whycorsStart()`, sandbox)) as string;
  expect(JSON.parse(result)).toMatchObject({ origin: 'o', verdict: 'blocked', response: null });
  return given;
}

describe('the document that makes a request', () => {
  it('is ASCII and gives fetch() exactly what was asked for', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (asked) => {
        const html = requestDocument(asked, false);
        expect(html).toMatch(/^[\n -~]*$/);
        const [url, init] = await fetched(html);
        expect(url).toBe(asked.url);
        expect(JSON.parse(JSON.stringify(init))).toEqual({
          method: asked.method,
          headers: asked.headers,
          credentials: 'include',
          mode: 'cors',
          redirect: 'follow',
          body: asked.body,
        });
      }),
    );
  });

  it('does so from a sandboxed frame, too', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (asked) => {
        const html = requestDocument(asked, true);
        expect(html).toMatch(/^[\n -~]*$/);
        const [inner = ''] = /(?<=srcdoc=")[^"]*(?=")/.exec(html)!;
        const text = inner.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
        const [url, { body }] = await fetched(
          text.replace(/addEventListener\('message'[^]*?once: true \}\);/, ''),
        );
        expect([url, body]).toEqual([asked.url, asked.body]);
      }),
    );
  });
});
