import { ENGINES } from '../../engines/index.js';
import type { CaseResult } from '../../contract/index.js';
import { unsentNote, type CheckReport } from './report.js';

const STATES = [
  { state: 'bad', title: 'Not as expected' },
  { state: 'off', title: 'Not reached' },
  { state: 'ok', title: 'As expected' },
] as const;
type State = (typeof STATES)[number]['state'];

/** A page of its own: nothing is loaded, and no script runs. */
export function checkHtml(report: CheckReport): string {
  const { file, against, results, took, started } = report;
  const parts = STATES.map(({ state, title }) => {
    const own = results.filter((result) => stateOf(result) === state);
    return { state, title, own };
  });
  const chips = parts.map(
    ({ state, title, own }) =>
      `<li class="${state}"><strong>${own.length}</strong> ${title.toLowerCase()}</li>`,
  );
  const when = started.toISOString().replace(/\.\d+Z$/, 'Z');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>CORS: ${escape(file)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>CORS: ${escape(file)}</h1>
<p>${escape(against.replace(/^./, (first) => first.toUpperCase()))} in ${(took / 1000).toFixed(1)} s, <time datetime="${when}">${when.replace('T', ' ').replace('Z', ' UTC')}</time>. ${escape(unsentNote(report))}</p>
<ul class="counts">
${chips.join('\n')}
</ul>
${parts.map(section).join('\n')}
</main>
</body>
</html>`;
}

function section({
  state,
  title,
  own,
}: {
  readonly state: State;
  readonly title: string;
  readonly own: readonly CaseResult[];
}): string {
  if (own.length === 0) return '';
  const wrong = state !== 'ok';
  return `<details class="${state}"${wrong ? ' open' : ''}>
<summary><h2>${title} (${own.length})</h2></summary>
<table>
<thead><tr><th scope="col">request</th><th scope="col">from</th>${wrong ? '<th scope="col">what is wrong</th>' : ''}</tr></thead>
<tbody>
${own.map((result) => row(result, wrong)).join('\n')}
</tbody>
</table>
</details>`;
}

function row(result: CaseResult, wrong: boolean): string {
  const { check, request, origin } = result.case;
  const name = check.name === null ? '' : `<small>${escape(check.name)}</small> `;
  const credentials = check.credentials === 'include' ? ' <small>with credentials</small>' : '';
  const denied = check.expect === 'deny' ? ' <small>(to be denied)</small>' : '';
  const why = `<td>${escape(result.message ?? '')}${aside(result)}</td>`;
  return `<tr><td>${name}<code>${escape(request.method)} ${escape(request.url)}</code></td><td><code>${escape(origin)}</code>${credentials}${denied}</td>${wrong ? why : ''}</tr>`;
}

function aside({ rule, engine, verdict, case: { check } }: CaseResult): string {
  const parts = [
    ...(verdict === 'unreachable' || check.engines.length === 1 ? [] : [ENGINES[engine].title]),
    ...(rule === null ? [] : [`<code>whycors explain ${escape(rule)}</code>`]),
  ];
  return parts.length === 0 ? '' : ` <small>${parts.join(', ')}</small>`;
}

function stateOf({ passed, verdict }: CaseResult): State {
  if (passed) return 'ok';
  return verdict === 'unreachable' ? 'off' : 'bad';
}

const STYLE = `
:root { color-scheme: light dark; --bad: #b3261e; --ok: #1b6b3a; --off: #7a5b00; --line: #8884; --dim: #5c5f66; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --ok: #7ed8a0; --off: #e5c15b; --dim: #a3a7b0; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.125rem; display: inline; }
summary { cursor: pointer; padding: .75rem 0 .5rem; }
code { font: .875rem/1.5 ui-monospace, monospace; }
small { font-size: .875rem; color: var(--dim); }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; padding: 0; margin: 1rem 0; }
.counts li { border: 1px solid var(--line); border-radius: .5rem; padding: .25rem .75rem; }
.bad strong, .bad h2 { color: var(--bad); } .ok strong, .ok h2 { color: var(--ok); } .off strong, .off h2 { color: var(--off); }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: start; vertical-align: top; padding: .5rem .75rem .5rem 0; border-block-end: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-size: .875rem; font-weight: 600; color: var(--dim); }
th:first-child { width: 45%; }
td:first-child small { display: block; }
@media (max-width: 40rem) {
  thead { position: absolute; clip-path: inset(50%); }
  tr, td { display: block; }
  tr { padding: .5rem 0; border-block-end: 1px solid var(--line); }
  td { padding: .125rem 0; border: 0; }
  td:nth-child(2)::before { content: "from "; color: var(--dim); }
}
@media print { details::details-content { content-visibility: visible; } }
`;

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
