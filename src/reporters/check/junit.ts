import { caseTitle, type CheckReport } from './report.js';

/** JUnit's XML as CI systems read it: https://github.com/testmoapp/junitxml */
export function checkJunit({ file, results, counts, took }: CheckReport): string {
  const cases = results.map((result) => {
    const { passed, verdict, message, took: each } = result;
    const head = `    <testcase classname="${escape(file)}" name="${escape(caseTitle(result))}" time="${seconds(each)}"`;
    if (passed) return `${head}/>`;
    const what = verdict === 'unreachable' ? 'error' : 'failure';
    const text = escape(message ?? '');
    return `${head}>\n      <${what} message="${text}"/>\n    </testcase>`;
  });
  const numbers = `tests="${results.length}" failures="${counts.failed}" errors="${counts.unreachable}" time="${seconds(took)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="whycors" ${numbers}>`,
    `  <testsuite name="${escape(file)}" ${numbers}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** For texts and attributes; what XML 1.0 has no way to say is shown as U+FFFD. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/\r?\n/g, '&#10;')
    .replaceAll(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
