import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { ENGINES } from '../../src/engines/index.js';
import { readScenario } from '../../src/inputs/index.js';
import { fetchRequest, type HeaderList } from '../../src/protocol/index.js';
import { runScenario } from '../../src/simulate/index.js';
import { answerText, readAnswer, type Answer } from '../../src/web/model/answers.js';
import { causesOf, consoleOf, judge } from '../../src/web/model/judge.js';
import { readPaste } from '../../src/web/model/paste.js';
import { plainText } from '../../src/web/model/plain-text.js';
import { scenarioText } from '../../src/web/model/scenario.js';
import { commandFor } from '../../src/web/model/server.js';
import { readFragment, shareFragment } from '../../src/web/model/share.js';
import { FIRST, type CallState } from '../../src/web/model/state.js';
import { markedHeaders } from '../../src/web/model/steps.js';
import { API, APP, scenario } from './texts.js';

const SCHEMA = join(import.meta.dirname, '../../schema/scenario.schema.json');

/** The call of a scenario's text. */
async function callOf(text: string): Promise<CallState> {
  const pasted = await readPaste(text, FIRST);
  if (pasted.kind !== 'call') throw new Error(JSON.stringify(pasted));
  return pasted.state;
}

const answer = (headers: HeaderList, more: Partial<Answer> = {}): Answer => ({
  kind: 'request',
  method: '*',
  url: API,
  status: 200,
  error: null,
  headers,
  from: 'file',
  ...more,
});

/** A preflight that lets all of the secret call's headers through, so that they are sent and shown. */
function goodPreflight(url: string): Answer {
  const names = 'authorization, x-api-key, x-echo, x-plain';
  return {
    ...answer([
      ['Access-Control-Allow-Origin', FIRST.origin],
      ['Access-Control-Allow-Headers', names],
    ]),
    kind: 'preflight',
    url,
  };
}

describe('what leaves the page', () => {
  const SECRET = 'hunter2-hunter2';
  const state: CallState = {
    ...FIRST,
    request: fetchRequest(`https://user:${SECRET}@api.example.com/x?api_key=${SECRET}&page=2`, {
      method: 'POST',
      headers: [
        ['Authorization', `Bearer ${SECRET}`],
        ['X-Api-Key', SECRET],
        ['Cookie', `id=${SECRET}`],
        ['X-Echo', `my key is ${SECRET}`],
        ['X-Plain', 'kept'],
      ],
      body: `{"password":"${SECRET}"}`,
    }),
    answers: [
      answer(
        [
          ['Set-Cookie', `id=${SECRET}; Path=/`],
          ['Location', `https://login.example.com/?token=${SECRET}`],
          ['Access-Control-Allow-Origin', '*'],
        ],
        { meta: { timings: { total: 1 }, sentHeaders: [], bodyStart: SECRET } },
      ),
    ],
    experiments: [
      ['again', { request: {} as never, result: { status: 200, headers: [['x', SECRET]] } }],
    ],
  };

  it.each([
    ['a link', () => decodeURIComponent(shareFragment(state))],
    ['a scenario', () => scenarioText(state)],
    [
      'a command',
      () =>
        commandFor(state.origin, {
          ...state.request,
          headers: state.request.headers.filter(([name]) => name !== 'X-Echo'),
        }),
    ],
    [
      'plain text',
      () => {
        const request = { ...state.request, url: `https://api.example.com/x?api_key=${SECRET}` };
        const sent = { ...state, request };
        const good = goodPreflight(request.url);
        return plainText(sent, judge({ ...sent, answers: [good] }, 'chromium'));
      },
    ],
  ])('holds no secret: %s', (_, write) => {
    const text = write();
    expect(text).toContain('kept');
    expect(text).not.toContain(SECRET);
  });

  it('is judged alike on the other side', async () => {
    const before = await callOf(scenario(`${APP}/`));
    const after = readFragment(shareFragment(before), FIRST)!;
    for (const engine of ['chromium', 'firefox', 'webkit', 'standard'] as const)
      expect(judge(after, engine).outcome.failure).toEqual(judge(before, engine).outcome.failure);
  });

  it('is a scenario that whycors simulate runs, with the verdict of the page', async () => {
    const validate = new Ajv2020({ strict: false }).compile(
      JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
    );
    for (const allowed of [APP, `${APP}/`, '*']) {
      const call = await callOf(scenario(allowed));
      const json = JSON.parse(scenarioText(call)) as unknown;
      expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
      const { value } = readScenario(json);
      const [record] = runScenario(value!, ENGINES.chromium);
      expect(record?.verdict).toBe(judge(call, 'chromium').verdict);
      expect((await callOf(scenarioText(call))).request).toEqual(call.request);
    }
  });

  it('keeps that a network failed', () => {
    const failed = { ...FIRST, answers: [answer([], { status: 0, error: 'time-out' })] };
    expect(
      readFragment(shareFragment({ ...failed, request: fetchRequest(API) }), FIRST)?.answers[0]
        ?.error,
    ).toBe('time-out');
    expect(JSON.parse(scenarioText(failed))).toMatchObject({
      exchanges: [{ response: { error: 'time-out' } }],
    });
  });
});

describe('a fragment of somebody else', () => {
  it('never throws, and gives a call that can be judged or nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.jsonValue().map((value) => JSON.stringify(value)),
        ),
        (text) => {
          const state = readFragment(`#call=${encodeURIComponent(text)}`, FIRST);
          if (state !== null) judge(state, 'firefox');
        },
      ),
    );
  });

  it('takes nothing for granted of what it holds', () => {
    fc.assert(
      fc.property(
        fc.record({
          origin: fc.string(),
          request: fc.record({ url: fc.webUrl(), method: fc.jsonValue(), headers: fc.jsonValue() }),
          answers: fc.jsonValue(),
        }),
        (shared) => {
          const state = readFragment(`#call=${encodeURIComponent(JSON.stringify(shared))}`, FIRST);
          const judged = judge(state!, 'chromium');
          plainText(state!, judged);
          causesOf(state!, judged);
        },
      ),
    );
  });
});

describe('a pasted text', () => {
  it('is never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.webUrl(), fc.json()), async (text) => {
        const pasted = await readPaste(text, FIRST);
        if (pasted.kind === 'call') judge(pasted.state, 'webkit');
      }),
    );
  });

  it.each([
    ['localhost:8080/x', 'http://localhost:8080/x'],
    ['127.0.0.1:8080/x', 'http://127.0.0.1:8080/x'],
    ['api.example.com/x', 'https://api.example.com/x'],
    ['https://api.example.com/x', 'https://api.example.com/x'],
  ])('is the URL %s', async (text, url) => {
    expect((await callOf(text)).request.url).toBe(url);
  });

  it.each(['hello', 'no', 'x'])('is no URL: %s', async (text) => {
    expect((await readPaste(text, FIRST)).kind).toBe('unknown');
  });

  it('gives the user of curl -u as Authorization', async () => {
    const call = await callOf(`curl -u me:secret https://api.example.com/x`);
    expect(call.request.headers).toContainEqual(['Authorization', 'Basic bWU6c2VjcmV0']);
  });
});

describe('a console line', () => {
  const wrong: readonly HeaderList[] = [
    [],
    [['Access-Control-Allow-Origin', '*']],
    [['Access-Control-Allow-Origin', 'https://other.example']],
    [['Access-Control-Allow-Origin', APP]],
    [
      ['Access-Control-Allow-Origin', APP],
      ['Access-Control-Allow-Credentials', 'true'],
    ],
    [
      ['Access-Control-Allow-Origin', APP],
      ['Access-Control-Allow-Credentials', 'true'],
      ['Access-Control-Allow-Methods', 'PUT'],
    ],
  ];

  it.each(['chromium', 'firefox'] as const)(
    'of %s is the line that the page predicts for the answers it makes of it',
    async (engine) => {
      let told = 0;
      for (const headers of wrong)
        for (const status of [204, 404]) {
          const state: CallState = {
            ...FIRST,
            origin: APP,
            request: fetchRequest(API, {
              method: 'PUT',
              headers: [['X-Custom', '1']],
              credentials: 'include',
            }),
            answers: [answer(headers, { kind: 'preflight', status })],
          };
          const judged = judge(state, engine);
          const [line] = consoleOf(state, judged);
          const pasted = await readPaste(line!, FIRST);
          if (pasted.kind !== 'call') throw new Error(line);
          if (pasted.state.answers.length === 0) continue;
          told++;
          const again = judge(pasted.state, engine);
          expect(again.outcome.failure?.code, line).toBe(judged.outcome.failure?.code);
          expect(pasted.state.answers.every(({ from }) => from === 'line')).toBe(true);
          expect(pasted.state.notes.join(' ')).toContain('The server was not asked');
        }
      expect(told).toBeGreaterThan(6);
    },
  );

  it('is no evidence for what it does not tell', async () => {
    const line = `Access to fetch at '${API}' from origin '${APP}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`;
    const state = await callOf(line);
    const causes = causesOf(state, judge(state, 'chromium'));
    expect(causes.length).toBeGreaterThan(0);
    expect(causes.filter(({ confidence }) => confidence === 'certain')).toEqual([]);
  });
});

describe('an answer that is written', () => {
  it('is read as it is shown', () => {
    const shown = answer([
      ['X-A', 'b'],
      ['Access-Control-Allow-Origin', '*'],
    ]);
    expect(readAnswer(answerText(shown), shown)).toMatchObject({
      status: 200,
      headers: shown.headers,
      from: 'you',
    });
    expect(readAnswer('time-out', shown)).toMatchObject({ status: 0, error: 'time-out' });
  });

  it('is never an exception', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const state = {
          ...FIRST,
          request: fetchRequest(API),
          answers: [readAnswer(text, answer([]))],
        };
        expect(['allowed', 'blocked']).toContain(judge(state, 'standard').verdict);
      }),
    );
  });
});

describe('the wrong part of a header', () => {
  const marked = (headers: HeaderList): readonly string[] => {
    const state = {
      ...FIRST,
      origin: APP,
      request: fetchRequest(API, { credentials: 'include' }),
      answers: [answer(headers)],
    };
    return markedHeaders(headers, judge(state, 'chromium').outcome.failure).map(
      ({ right, wrong }) => `${right}[${wrong}]`,
    );
  };

  it.each([
    [[['Access-Control-Allow-Origin', `${APP}/`]], [`${APP}[/]`]],
    [[['Access-Control-Allow-Origin', '*']], ['[*]']],
    [[['Access-Control-Allow-Origin', 'http://app.example.com']], ['http[://app.example.com]']],
    [[['Access-Control-Allow-Origin', `${APP}, *`]], [`${APP}[, *]`]],
    [
      [
        ['Access-Control-Allow-Origin', APP],
        ['Access-Control-Allow-Origin', APP],
      ],
      [`${APP}[]`, `[${APP}]`],
    ],
    [[['X-A', 'b']], ['b[]', '[missing]']],
    [[['Access-Control-Allow-Origin', APP]], [`${APP}[]`, '[missing]']],
  ] as readonly (readonly [HeaderList, readonly string[]])[])('of %j is %j', (headers, wrong) => {
    expect(marked(headers)).toEqual(wrong);
  });
});
