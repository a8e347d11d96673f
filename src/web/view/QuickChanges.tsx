import { nameIs, type NetworkRequest } from '../../protocol/index.js';
import { hasHeader, type Answer } from '../model/answers.js';

interface QuickChangesProps {
  readonly answer: Answer;
  readonly request: NetworkRequest;
  readonly onAnswer: (answer: Answer) => void;
}

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials';

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
  const method = value('access-control-request-method');
  const names = value('access-control-request-headers');
  const buttons: (readonly [string, () => void])[] = [];
  const allowed = answer.headers.find(([name]) => nameIs(name, ALLOW_ORIGIN))?.[1];
  if (allowed !== origin) buttons.push(['allow this page', () => set(ALLOW_ORIGIN, origin)]);
  if (allowed !== '*') buttons.push(['allow every page (*)', () => set(ALLOW_ORIGIN, '*')]);
  if (!hasHeader(answer, ALLOW_CREDENTIALS))
    buttons.push(['allow cookies', () => set(ALLOW_CREDENTIALS, 'true')]);
  if (method !== null && !hasHeader(answer, 'Access-Control-Allow-Methods'))
    buttons.push([`allow ${method}`, () => set('Access-Control-Allow-Methods', method)]);
  if (names !== null && !hasHeader(answer, 'Access-Control-Allow-Headers'))
    buttons.push([`allow ${names}`, () => set('Access-Control-Allow-Headers', names)]);
  if (allowed !== undefined) buttons.push(['remove Allow-Origin', () => remove(ALLOW_ORIGIN)]);
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
