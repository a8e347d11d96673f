import { useEffect, useMemo, useState } from 'preact/hooks';
import { readHarCalls, type HarRow } from '../model/har.js';
import type { CallState } from '../model/state.js';

interface HarViewProps {
  readonly text: string;
  readonly onOpen: (state: CallState) => void;
}

/** Rows that are in the page at a time: thousands of them would make it slow. */
const PAGE = 100;

const COLUMNS = ['verdict', 'method', 'url', 'status', 'origin', 'why'] as const;
type Column = (typeof COLUMNS)[number];
const TITLES: Readonly<Record<Column, string>> = {
  verdict: 'Verdict',
  method: 'Method',
  url: 'URL',
  status: 'Status',
  origin: 'Page',
  why: 'Why',
};

const FILTERS = ['all', 'refused', 'unknown', 'allowed'] as const;
type Only = (typeof FILTERS)[number];

interface Order {
  readonly column: Column;
  readonly down: boolean;
}

/** Every cross-origin request of a HAR file. */
export function HarView({ text, onOpen }: HarViewProps) {
  const [rows, setRows] = useState<readonly HarRow[] | null>(null);
  const [part, setPart] = useState(0);
  const [error, setError] = useState('');
  const [filter, setFilter] = useState('');
  const [only, setOnly] = useState<Only>('all');
  const [order, setOrder] = useState<Order>({ column: 'verdict', down: true });
  const [first, setFirst] = useState(0);
  const [opened, setOpened] = useState(-1);
  useEffect(() => {
    setRows(null);
    setError('');
    let current = true;
    readHarCalls(text, (done) => current && setPart(done)).then(
      (found) => current && setRows(found),
      (reason: unknown) =>
        current && setError(reason instanceof Error ? reason.message : String(reason)),
    );
    return () => {
      current = false;
    };
  }, [text]);
  const shown = useMemo(() => select(rows ?? [], filter, only, order), [rows, filter, only, order]);
  useEffect(() => setFirst(0), [filter, only, order]);
  if (error !== '')
    return (
      <p class="trouble" role="alert">
        {error}
      </p>
    );
  if (rows === null)
    return (
      <section class="card" aria-busy="true" aria-labelledby="har-title">
        <h2 id="har-title">The HAR file</h2>
        <label>
          Reading its requests …
          <progress value={part} max={1} />
        </label>
      </section>
    );
  const count = (each: Only): number =>
    each === 'all' ? rows.length : rows.filter(({ verdict }) => verdict === each).length;
  return (
    <section class="card har" aria-labelledby="har-title">
      <h2 id="har-title">The HAR file</h2>
      {rows.length === 0 ? (
        <p>
          No request in this file goes to another origin under CORS. Record it with the Network tab
          open while the page makes its calls, and save it with “Save all as HAR”.
        </p>
      ) : (
        <>
          <p class="hint">
            Requests to other origins, judged as Chromium does. Open one to see what happened, why,
            and the fix.
          </p>
          <div class="har-tools">
            <fieldset class="segments">
              <legend class="hidden">Show</legend>
              {FILTERS.map((each) => (
                <label key={each} class={each}>
                  <input
                    type="radio"
                    name="only"
                    checked={only === each}
                    onChange={() => setOnly(each)}
                  />
                  {FILTER_WORDS[each]} <b>{count(each)}</b>
                </label>
              ))}
            </fieldset>
            <label class="inline">
              Filter
              <input
                type="search"
                placeholder="URL, method, reason …"
                value={filter}
                onInput={(event) => setFilter(event.currentTarget.value)}
              />
            </label>
          </div>
          <p role="status" class="hidden">
            {shown.length} of {rows.length} requests
          </p>
          <div class="table" tabIndex={0} role="region" aria-label="Requests">
            <table>
              <thead>
                <tr>
                  {COLUMNS.map((name) => (
                    <Heading key={name} name={name} order={order} onOrder={setOrder} />
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.slice(first, first + PAGE).map((row) => (
                  <tr key={row.id} class={`${row.verdict}${row.id === opened ? ' opened' : ''}`}>
                    <td class="c-verdict">
                      {MARKS[row.verdict]} {row.verdict}
                    </td>
                    <td class="c-method">{row.method}</td>
                    <td class="c-url">
                      <button
                        type="button"
                        class="link"
                        aria-current={row.id === opened ? 'true' : undefined}
                        onClick={() => {
                          setOpened(row.id);
                          onOpen(row.state);
                        }}
                      >
                        {row.url}
                      </button>
                    </td>
                    <td class="c-status">{row.status === 0 ? '–' : row.status}</td>
                    <td class="c-origin">{row.origin}</td>
                    <td class="c-why">{row.why}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {shown.length === 0 && <p class="hint">No request fits this filter.</p>}
          </div>
          {shown.length > PAGE && (
            <div class="row pages">
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
        </>
      )}
    </section>
  );
}

const FILTER_WORDS = { all: 'All', refused: 'Refused', unknown: 'Not known', allowed: 'Allowed' };
const MARKS = { refused: '✗', unknown: '?', allowed: '✓' } as const;
/** What needs a look stands first. */
const RANK = { refused: 2, unknown: 1, allowed: 0 } as const;

function select(
  rows: readonly HarRow[],
  filter: string,
  only: Only,
  { column, down }: Order,
): readonly HarRow[] {
  const words = filter.toLowerCase();
  const sign = down ? -1 : 1;
  return rows
    .filter(({ verdict }) => only === 'all' || verdict === only)
    .filter(({ text }) => text.includes(words))
    .toSorted((a, b) => sign * compare(a, b, column) || a.id - b.id);
}

function compare(a: HarRow, b: HarRow, column: Column): number {
  if (column === 'verdict') return RANK[a.verdict] - RANK[b.verdict];
  return a[column] < b[column] ? -1 : a[column] > b[column] ? 1 : 0;
}

interface HeadingProps {
  readonly name: Column;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}

function Heading({ name, order, onOrder }: HeadingProps) {
  const sorted = order.column === name;
  const direction = order.down ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={sorted ? direction : 'none'} class={`c-${name}`}>
      <button
        type="button"
        class="sort"
        onClick={() => onOrder({ column: name, down: sorted ? !order.down : name === 'verdict' })}
      >
        {TITLES[name]} <span aria-hidden="true">{sorted ? (order.down ? '↓' : '↑') : '↕'}</span>
      </button>
    </th>
  );
}
