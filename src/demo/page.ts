import { ENDPOINTS } from './endpoints.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char]!);
}

/** The shop's start page: what there is, and what is wrong with it. */
export function indexPage(): string {
  const rows = ENDPOINTS.map(
    ({ path, title, wrong }) =>
      `<tr><td><code>${escapeHtml(path)}</code></td><td>${escapeHtml(title)}</td><td>${escapeHtml(wrong)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>The broken shop</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8884; }
</style>
<h1>The broken shop</h1>
<p>An API in which each endpoint has one CORS fault. Ask <code>whycors</code> about any of them.</p>
<table>
<thead><tr><th>Endpoint</th><th>What</th><th>What is wrong</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</html>
`;
}
