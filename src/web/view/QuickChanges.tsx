import { nameIs, type NetworkRequest } from '../../protocol/index.js';
import type { Answer } from '../model/answers.js';

interface QuickChangesProps {
  readonly answer: Answer;
  readonly request: NetworkRequest;
  readonly onAnswer: (answer: Answer) => void;
}

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials';

const REMOVABLE = [
  [ALLOW_ORIGIN, 'Allow-Origin'],
  [ALLOW_CREDENTIALS, 'Allow-Credentials'],
  ['Vary', 'Vary'],
] as const;

/** Changes of an answer that people want to try, one button each. */
export function QuickChanges({ answer, request, onAnswer }: QuickChangesProps) {
  const value = (wanted: string): string | null =>
    request.headers.find(([name]) => nameIs(name, wanted))?.[1] ?? null;
  const set = (name: string, to: string): void =>
    onAnswer({
      ...answer,
      error: null,
      status: answer.status === 0 ? 200 : answer.status,
      from: 'you',
      headers: [...answer.headers.filter(([each]) => !nameIs(each, name)), [name, to]],
    });
  const remove = (name: string): void =>
    onAnswer({
      ...answer,
      from: 'you',
      headers: answer.headers.filter(([each]) => !nameIs(each, name)),
    });
  const origin = value('origin') ?? 'null';
  const buttons: (readonly [string, () => void])[] = [];
  const sent = (wanted: string): string | undefined =>
    answer.headers.find(([name]) => nameIs(name, wanted))?.[1];
  const allowed = sent(ALLOW_ORIGIN);
  if (allowed !== origin) buttons.push(['allow this page', () => set(ALLOW_ORIGIN, origin)]);
  if (allowed !== '*') buttons.push(['allow every page (*)', () => set(ALLOW_ORIGIN, '*')]);
  if (sent(ALLOW_CREDENTIALS) !== 'true')
    buttons.push(['allow cookies', () => set(ALLOW_CREDENTIALS, 'true')]);
  for (const [header, asked] of [
    ['Access-Control-Allow-Methods', value('access-control-request-method')],
    ['Access-Control-Allow-Headers', value('access-control-request-headers')],
  ] as const) {
    const list =
      sent(header)
        ?.toLowerCase()
        .split(/\s*,\s*/) ?? [];
    const missing = (asked ?? '')
      .split(/\s*,\s*/)
      .filter((name) => !/^(?:GET|HEAD|POST|)$/.test(name) && !list.includes(name.toLowerCase()));
    if (missing.length > 0)
      buttons.push([`allow ${missing.join(', ')}`, () => set(header, asked ?? '')]);
  }
  const { status } = answer;
  if (answer.kind === 'preflight' && (status < 200 || status > 299))
    buttons.push([
      'answer 204',
      () => onAnswer({ ...answer, error: null, status: 204, from: 'you' }),
    ]);
  for (const [name, label] of REMOVABLE)
    if (sent(name) !== undefined) buttons.push([`remove ${label}`, () => remove(name)]);
  return (
    <div class="quick" role="group" aria-label="Try a change of this answer">
      {buttons.map(([label, act]) => (
        <button key={label} type="button" class="chip" onClick={act}>
          {label}
        </button>
      ))}
    </div>
  );
}
