import { useEffect, useId, useState } from 'preact/hooks';
import { readOrigin } from '../../inputs/origin/read.js';
import {
  parseUrl,
  type CredentialsMode,
  type FetchRequest,
  type RedirectMode,
  type RequestMode,
} from '../../protocol/index.js';
import type { CallState } from '../model/state.js';

interface RequestFormProps {
  readonly state: CallState;
  /** `what` names the field: letters typed into one are undone together. */
  readonly onChange: (state: CallState, what: string) => void;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The call, every part of it to be changed. */
export function RequestForm({ state, onChange }: RequestFormProps) {
  const { origin, request } = state;
  const change = (more: Partial<FetchRequest>): void => {
    const next = { ...request, ...more };
    // Answers are those of one URL: another one's are not known.
    const answers = next.url === request.url ? state.answers : [];
    onChange(
      { ...state, request: next, answers, notes: [], experiments: [] },
      Object.keys(more).join(),
    );
  };
  return (
    <form class="form" onSubmit={(event) => event.preventDefault()}>
      <Text
        label="The page’s origin"
        value={origin}
        check={(text) => readOrigin(text).problems[0]?.message.replace(/^"[^"]*" /, 'It ') ?? null}
        onValue={(text) => {
          const read = readOrigin(text).origin;
          if (read !== null)
            onChange({ ...state, origin: read, notes: [], experiments: [] }, 'origin');
        }}
      />
      <Text
        label="URL"
        value={request.url}
        check={(text) => (isHttpUrl(text) ? null : 'It is to be an http or https URL.')}
        onValue={(url) => isHttpUrl(url) && change({ url })}
      />
      <Headers headers={request.headers} onHeaders={(headers) => change({ headers })} />
      <div class="trio">
        <label>
          Method
          <input
            list="methods"
            value={request.method}
            spellcheck={false}
            autocomplete="off"
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
        <label>
          Credentials
          <select
            value={request.credentials}
            onChange={(event) =>
              change({ credentials: event.currentTarget.value as CredentialsMode })
            }
          >
            <option value="same-origin">same-origin</option>
            <option value="include">include</option>
            <option value="omit">omit</option>
          </select>
        </label>
      </div>
      <details>
        <summary>Body, redirects, XMLHttpRequest</summary>
        <div class="form">
          <label>
            Body
            <textarea
              rows={2}
              spellcheck={false}
              value={request.body ?? ''}
              onInput={(event) => {
                const body = event.currentTarget.value;
                change({ body: body === '' ? null : body });
              }}
            />
          </label>
          <div class="pair">
            <label>
              Redirects
              <select
                value={request.redirect}
                onChange={(event) =>
                  change({ redirect: event.currentTarget.value as RedirectMode })
                }
              >
                <option value="follow">follow</option>
                <option value="error">error</option>
                <option value="manual">manual</option>
              </select>
            </label>
            <label>
              Made with
              <select
                value={request.initiator}
                onChange={(event) =>
                  change({ initiator: event.currentTarget.value === 'xhr' ? 'xhr' : 'fetch' })
                }
              >
                <option value="fetch">fetch()</option>
                <option value="xhr">XMLHttpRequest</option>
              </select>
            </label>
          </div>
        </div>
      </details>
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
  const id = useId();
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

function isHttpUrl(text: string): boolean {
  const url = parseUrl(text);
  return url !== null && /^https?:$/.test(url.protocol);
}
