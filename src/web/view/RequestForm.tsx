import { useEffect, useState } from 'preact/hooks';
import { readOrigin } from '../../inputs/origin/read.js';
import type { CredentialsMode, FetchRequest, RequestMode } from '../../protocol/index.js';
import { isHttpUrl } from '../model/judge.js';
import type { CallState } from '../model/state.js';

interface RequestFormProps {
  readonly state: CallState;
  readonly onChange: (state: CallState) => void;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The call, every part of it to be changed. */
export function RequestForm({ state, onChange }: RequestFormProps) {
  const { origin, request } = state;
  const change = (more: Partial<FetchRequest>): void => {
    const next = { ...request, ...more };
    // Answers are those of one URL: another one's are not known.
    const answers = next.url === request.url ? state.answers : [];
    onChange({ ...state, request: next, answers, notes: [] });
  };
  return (
    <form class="form" onSubmit={(event) => event.preventDefault()}>
      <Text
        label="Page (origin)"
        value={origin}
        check={(text) => readOrigin(text).problems[0]?.message.replace(/^"[^"]*" /, 'It ') ?? null}
        onValue={(text) => {
          const read = readOrigin(text).origin;
          if (read !== null) onChange({ ...state, origin: read, notes: [] });
        }}
      />
      <div class="pair">
        <label>
          Method
          <input
            list="methods"
            value={request.method}
            spellcheck={false}
            onInput={(event) => {
              const method = event.currentTarget.value.trim();
              if (/^[\w!#$%&'*+.^`|~-]+$/.test(method)) change({ method });
            }}
          />
          <datalist id="methods">
            {METHODS.map((method) => (
              <option key={method} value={method} />
            ))}
          </datalist>
        </label>
        <Text
          label="URL"
          value={request.url}
          check={(text) => (isHttpUrl(text) ? null : 'It is to be an http or https URL.')}
          onValue={(url) => isHttpUrl(url) && change({ url })}
        />
      </div>
      <Headers headers={request.headers} onHeaders={(headers) => change({ headers })} />
      <div class="pair">
        <label>
          Cookies (credentials)
          <select
            value={request.credentials}
            onChange={(event) =>
              change({ credentials: event.currentTarget.value as CredentialsMode })
            }
          >
            <option value="same-origin">same-origin (default)</option>
            <option value="include">include</option>
            <option value="omit">omit</option>
          </select>
        </label>
        <label>
          Mode
          <select
            value={request.mode}
            onChange={(event) => change({ mode: event.currentTarget.value as RequestMode })}
          >
            <option value="cors">cors</option>
            <option value="no-cors">no-cors</option>
            <option value="same-origin">same-origin</option>
          </select>
        </label>
      </div>
    </form>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  /** What is wrong with a text, or null. */
  readonly check: (text: string) => string | null;
  readonly onValue: (text: string) => void;
}

/** A field that keeps what is typed while that is not valid yet. */
function Text({ label, value, check, onValue }: TextProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const wrong = check(text);
  const id = `field-${label.replaceAll(/\W/g, '')}`;
  return (
    <label>
      {label}
      <input
        value={text}
        spellcheck={false}
        autocomplete="off"
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : id}
        onInput={(event) => {
          setText(event.currentTarget.value);
          if (check(event.currentTarget.value) === null) onValue(event.currentTarget.value);
        }}
      />
      {wrong !== null && (
        <span class="wrong" id={id}>
          {wrong}
        </span>
      )}
    </label>
  );
}

interface HeadersProps {
  readonly headers: FetchRequest['headers'];
  readonly onHeaders: (headers: FetchRequest['headers']) => void;
}

/** Request headers that the page sets, a line each. */
function Headers({ headers, onHeaders }: HeadersProps) {
  const given = headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  const [text, setText] = useState(given);
  useEffect(() => {
    setText((held) => (lines(held).join('\n') === given ? held : given));
  }, [given]);
  return (
    <label>
      Request headers, a line each
      <textarea
        rows={Math.max(2, text.split('\n').length)}
        spellcheck={false}
        placeholder="Content-Type: application/json"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          onHeaders(
            lines(event.currentTarget.value).map((line) => {
              const colon = line.indexOf(':');
              return [line.slice(0, colon), line.slice(colon + 2)] as const;
            }),
          );
        }}
      />
    </label>
  );
}

/** Lines that are headers, as `Name: value`. */
function lines(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*([\w!#$%&'*+.^`|~-]+)\s*:\s*(.*?)\s*$/.exec(line);
    return match === null ? [] : [`${match[1]}: ${match[2]}`];
  });
}
