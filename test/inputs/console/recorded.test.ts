import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../lab/compare.js';
import { readJsonLines, type RecordedLine } from '../../../lab/recording.js';
import { BROWSERS } from '../../../lab/record.js';
import { ENGINES } from '../../../src/engines/index.js';
import { readConsole } from '../../../src/inputs/index.js';
import { runScenario } from '../../../src/simulate/index.js';

const file = (name: string): string =>
  fileURLToPath(new URL(`../../conformance/${name}`, import.meta.url));
const recorded = ['hand-picked.jsonl', 'generated.jsonl'].flatMap((name) =>
  readJsonLines<RecordedLine>(file(name)),
);

/** Where the three engines print the URL, and Chromium the page's origin. */
const PRINTED_URL =
  /(?:^Access to \w+ at '|remote resource at ‘?|cannot load |load URL (?=\S+ from frame)|insecure content from |Cancelled load to |data from |Location: |^The resource at “|Content at (?=\S+ may not load or link)|^Not allowed to use restricted network port \d+: )([^\s’”]+?)(?:[’”']|'? \(redirected|' from |\.? (?:\(Reason|due to|from|because|soon|Request mode|This content|may not load)|\.?$|\n)/;
const PRINTED_ORIGIN = /(?:from origin '|request origin )([^\s']+?)(?:'|\.$)/;

/** Says of one page and one call what the browser printed; several calls are the test of lists. */
describe.each(BROWSERS)('the lines that the real %s printed', (engine) => {
  const printed = recorded.flatMap(({ scenario, browsers }) => {
    const lines = browsers[engine]?.console ?? [];
    if (lines.length === 0 || scenario.requests !== undefined) return [];
    if (compare(scenario, engine, browsers[engine]!).length > 0) return [];
    const [record] = runScenario(scenario, ENGINES[engine]);
    return record?.failure ? [{ scenario, lines, failure: record.failure, record }] : [];
  });

  it('are enough to say something', () => {
    expect(printed.length).toBeGreaterThan(50);
  });

  it('are read back to the failure', () => {
    const wrong = printed.flatMap(({ scenario, lines, failure }) => {
      const messages = readConsole(lines.join('\n')).value?.messages ?? [];
      return messages.some(({ codes }) =>
        (codes as readonly string[]).includes(String(failure.code)),
      )
        ? []
        : [{ id: scenario.id, failure: failure.code, lines, messages }];
    });
    expect(wrong).toEqual([]);
  });

  it('each by itself gives one message of this engine, with the URL and origin that it has', () => {
    const lines = new Set(recorded.flatMap(({ browsers }) => browsers[engine]?.console ?? []));
    expect(lines.size).toBeGreaterThan(50);
    const wrong = [...lines].flatMap((line) => {
      const messages = readConsole(line).value?.messages ?? [];
      const { url = null, origin = null } = messages[0] ?? {};
      const right =
        messages.length === 1 &&
        [engine, null].includes(messages[0]!.engine) &&
        url === (PRINTED_URL.exec(line)?.[1] ?? null) &&
        (engine !== 'chromium' || origin === (PRINTED_ORIGIN.exec(line)?.[1] ?? null));
      return right ? [] : [{ line, messages }];
    });
    expect(wrong).toEqual([]);
  });

  it('are read back to engine and URL', () => {
    const wrong = printed.flatMap(({ scenario, lines, record }) => {
      const [message] = readConsole(lines.join('\n')).value?.messages ?? [];
      const urls = new Set(record.requests.map(({ url }) => url));
      urls.add(scenario.request!.url);
      const plain = message?.url?.replace(/#.*$/, '') ?? null;
      const known = plain !== null && [...urls].some((url) => url.replace(/#.*$/, '') === plain);
      // A redirect to what is no http URL names the target.
      const target = plain !== null && lines.join('\n').includes(plain);
      return message?.engine === engine && (known || target)
        ? []
        : [{ id: scenario.id, lines, message }];
    });
    expect(wrong).toEqual([]);
  });
});
