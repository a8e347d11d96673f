import { createRecordedDriver, type RecordedAnswer } from '../../drivers/recorded/index.js';
import { readResponses, type PastedResponse } from '../../inputs/index.js';
import { diagnoseCommand } from '../diagnose/command.js';
import type { DiagnoseOptions } from '../diagnose/options.js';
import { UsageError, type Io } from '../io.js';

/** `whycors headers URL < FILE`: diagnoses from response headers alone; nothing is sent. */
export async function headersCommand(
  url: string,
  options: DiagnoseOptions,
  io: Io,
): Promise<number> {
  const { value, problems } = readResponses(await io.read());
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
