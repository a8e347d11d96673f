import { createRecordedDriver, type RecordedAnswer } from '../../drivers/recorded/index.js';
import { readResponses, readSent, sortHeaders, type PastedResponse } from '../../inputs/index.js';
import { diagnoseCommand } from '../diagnose/command.js';
import type { DiagnoseOptions } from '../diagnose/options.js';
import { UsageError, type Io } from '../io.js';

/** `whycors headers URL < FILE`: diagnoses from response headers alone; nothing is sent. */
export async function headersCommand(
  url: string,
  options: DiagnoseOptions,
  io: Io,
): Promise<number> {
  return headersOf(await io.read(), url, options, io, []);
}

/** What stands for the URL where the text does not tell it. */
const SOME_URL = 'https://api.example.com/';

/** The same for a text of which only it is known that it holds response headers; `curl -v` tells the request, too. */
export function pastedHeaders(text: string, options: DiagnoseOptions, io: Io): Promise<number> {
  const sent = readSent(text);
  if (sent === null)
    return headersOf(text, SOME_URL, options, io, [
      `What was asked is not in the text: ${SOME_URL} stands for the URL, and options tell the rest (whycors headers URL --origin ORIGIN -X METHOD).`,
    ]);
  const { headers, origin, cookie } = sortHeaders(sent.headers);
  const preflight = sent.method === 'OPTIONS';
  const told = {
    ...(preflight ? {} : { method: sent.method }),
    header: headers
      .filter(([name, value]) => !/^accept$/i.test(name) && !value.startsWith('curl/'))
      .map(([name, value]) => `${name}: ${value}`),
    ...(origin === null ? {} : { origin }),
    ...(cookie === null ? {} : { credentials: 'include' }),
  };
  return headersOf(text, sent.url, { ...told, ...options } as DiagnoseOptions, io, [
    'The URL and the request are taken from the text.',
  ]);
}

async function headersOf(
  text: string,
  url: string,
  options: DiagnoseOptions,
  io: Io,
  told: readonly string[],
): Promise<number> {
  const { value, problems } = readResponses(text);
  if (value === null)
    throw new UsageError(
      `standard input: ${problems.map(({ message }) => message).join(' ')} Paste what curl -i prints, or what the network panel copies.`,
    );
  const driver = createRecordedDriver(answersOf(value, options));
  const offline = { ...options, experiments: false, send: true };
  return diagnoseCommand(
    url,
    offline,
    io,
    () => {
      const preflight = driver.assumed.some(({ kind }) => kind === 'preflight');
      const request = driver.assumed.some(({ kind }) => kind === 'request');
      return [
        `Read as the headers of ${value.length === 1 ? 'a response' : `${value.length} responses`}; nothing was sent.`,
        ...told,
        ...(value.some(({ statusGiven }) => !statusGiven)
          ? ['There is no status line: 200 is assumed.']
          : []),
        ...(preflight
          ? [
              'The answer to the preflight is not there: it is taken to allow what it asks. Get it with curl -i -X OPTIONS.',
            ]
          : []),
        ...(request
          ? ['The answer to the request itself is not there: it is taken to let the page read it.']
          : []),
      ];
    },
    driver,
  );
}

/**
 * Which request each response answers. Alone, one that lists methods or headers,
 * or has no content, is a preflight's; of several the first is, where it is so.
 */
function answersOf(
  responses: readonly PastedResponse[],
  { method }: DiagnoseOptions,
): readonly RecordedAnswer[] {
  const [first] = responses;
  const lists = first?.headers.some(([name]) =>
    /^access-control-allow-(?:methods|headers)$|^access-control-max-age$/i.test(name),
  );
  const isPreflight = method !== 'OPTIONS' && (first?.status === 204 || lists === true);
  return responses.map(({ status, headers }, index) => ({
    kind: index === 0 && isPreflight ? ('preflight' as const) : ('request' as const),
    method: null,
    url: null,
    result: { status, headers },
  }));
}
