import { caseTitle, unsentNote, type CheckReport } from './report.js';

/** A page of its own: nothing is loaded, and no script runs. */
export function checkHtml(report: CheckReport): string {
  const { file, against, counts, results, took } = report;
  const rows = results
    .toSorted((a, b) => Number(a.passed) - Number(b.passed))
    .map((result) => {
      const state = result.passed ? 'ok' : result.verdict === 'unreachable' ? 'off' : 'bad';
      const word = { ok: 'as expected', bad: 'not as expected', off: 'not reached' }[state];
      return `<tr class="${state}"><td>${word}</td><td>${escape(caseTitle(result))}</td><td>${escape(result.message ?? '')}</td></tr>`;
    });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>CORS: ${escape(file)}</title>
<style>
:root { color-scheme: light dark; --bad: #b3261e; --ok: #1b6b3a; --off: #7a5b00; --line: #8884; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --ok: #7ed8a0; --off: #e5c15b; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; border-block-end: 1px solid var(--line); overflow-wrap: anywhere; }
td:first-child { white-space: nowrap; font-weight: 600; }
.bad td:first-child { color: var(--bad); } .ok td:first-child { color: var(--ok); } .off td:first-child { color: var(--off); }
</style>
</head>
<body>
<main>
<h1>CORS: ${escape(file)}</h1>
<p>${escape(against)}: ${counts.passed} as expected, ${counts.failed} not, ${counts.unreachable} not reached, in ${(took / 1000).toFixed(1)} s. ${escape(unsentNote(report))}</p>
<table>
<thead><tr><th scope="col">result</th><th scope="col">request</th><th scope="col">what is wrong</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</main>
</body>
</html>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
