import { useEffect, useMemo, useState } from 'preact/hooks';
import { readHarCalls, type HarRow } from '../model/har.js';
import type { CallState } from '../model/state.js';

interface HarViewProps {
  readonly text: string;
  readonly onOpen: (state: CallState) => void;
}

/** Rows that are in the page at a time: thousands of them would make it slow. */
const PAGE = 100;

type Column = 'verdict' | 'method' | 'url' | 'origin' | 'why';

/** Every cross-origin request of a HAR file. */
export function HarView({ text, onOpen }: HarViewProps) {
  const [rows, setRows] = useState<readonly HarRow[] | null>(null);
  const [error, setError] = useState('');
  const [filter, setFilter] = useState('');
  const [only, setOnly] = useState(true);
  const [column, setColumn] = useState<Column>('verdict');
  const [first, setFirst] = useState(0);
  useEffect(() => {
    setRows(null);
    setError('');
    readHarCalls(text).then(
      (found) => {
        setRows(found);
        setOnly(found.some(({ verdict }) => verdict !== 'allowed'));
      },
      (reason: unknown) => setError(reason instanceof Error ? reason.message : String(reason)),
    );
  }, [text]);
  const shown = useMemo(() => {
    const words = filter.toLowerCase();
    return (rows ?? [])
      .filter((row) => !only || row.verdict !== 'allowed')
      .filter((row) =>
        `${row.method} ${row.url} ${row.origin} ${row.why}`.toLowerCase().includes(words),
      )
      .toSorted((a, b) => (a[column] < b[column] ? -1 : a[column] > b[column] ? 1 : 0));
  }, [rows, filter, only, column]);
  useEffect(() => setFirst(0), [filter, only, column]);
  if (error !== '')
    return (
      <p class="trouble" role="alert">
        {error}
      </p>
    );
  if (rows === null)
    return (
      <p class="note" aria-busy="true">
        Reading …
      </p>
    );
  const refused = rows.filter(({ verdict }) => verdict === 'refused').length;
  const unknown = rows.filter(({ verdict }) => verdict === 'unknown').length;
  return (
    <section class="card" aria-labelledby="har-title">
      <h2 id="har-title">The HAR file</h2>
      <p role="status">
        {rows.length} requests to other origins: {rows.length - refused - unknown} allowed,{' '}
        {refused} refused, {unknown} that the file cannot tell.
      </p>
      <div class="row">
        <label class="inline">
          Filter
          <input
            type="search"
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={only}
            onChange={(event) => setOnly(event.currentTarget.checked)}
          />
          only what is not allowed
        </label>
      </div>
      <div class="table" tabIndex={0} role="region" aria-label="Requests">
        <table>
          <thead>
            <tr>
              {(['verdict', 'method', 'url', 'origin', 'why'] as const).map((name) => (
                <th key={name} scope="col" aria-sort={column === name ? 'ascending' : 'none'}>
                  <button type="button" class="sort" onClick={() => setColumn(name)}>
                    {name}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.slice(first, first + PAGE).map((row) => (
              <tr key={row.id} class={row.verdict}>
                <td>{row.verdict}</td>
                <td>{row.method}</td>
                <td>
                  <button type="button" class="link" onClick={() => onOpen(row.state)}>
                    {row.url}
                  </button>
                </td>
                <td>{row.origin}</td>
                <td>{row.why}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {shown.length === 0 && <p class="note">Nothing here.</p>}
      </div>
      {shown.length > PAGE && (
        <div class="row">
          <button
            type="button"
            class="quiet"
            disabled={first === 0}
            onClick={() => setFirst(first - PAGE)}
          >
            Before
          </button>
          <span>
            {first + 1}–{Math.min(first + PAGE, shown.length)} of {shown.length}
          </span>
          <button
            type="button"
            class="quiet"
            disabled={first + PAGE >= shown.length}
            onClick={() => setFirst(first + PAGE)}
          >
            More
          </button>
        </div>
      )}
    </section>
  );
}
