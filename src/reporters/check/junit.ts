import { caseTitle, type CheckReport } from './report.js';

/**
 * JUnit's XML as CI systems read it. There is no one schema: this is what the
 * strictest of them (Apache Ant's) asks for, and all others take.
 */
export function checkJunit({ file, against, results, counts, took, started }: CheckReport): string {
  const cases = results.map((result) => {
    const { passed, verdict, message, rule, took: each } = result;
    const head = `    <testcase classname="${escape(file)}" name="${escape(caseTitle(result))}" time="${seconds(each)}"`;
    if (passed) return `${head}/>`;
    const what = verdict === 'unreachable' ? 'error' : 'failure';
    const type = rule ?? (verdict === 'unreachable' ? 'not-reached' : 'not-as-expected');
    const text = escape(message ?? '');
    return `${head}>\n      <${what} type="${type}" message="${text}">${text}</${what}>\n    </testcase>`;
  });
  const numbers = `tests="${results.length}" failures="${counts.failed}" errors="${counts.unreachable}" time="${seconds(took)}"`;
  // Ant's has no zone in it.
  const timestamp = started.toISOString().replace(/\.\d+Z$/, '');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite id="0" package="whycors" name="${escape(file)}" timestamp="${timestamp}" hostname="localhost" ${numbers}>`,
    `    <properties><property name="against" value="${escape(against)}"/></properties>`,
    ...cases,
    '    <system-out/>',
    '    <system-err/>',
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
