import type { CorsMessage } from '../../inputs/index.js';
import { ENGINES } from '../../engines/index.js';
import type { Report } from '../../reporters/index.js';

/** How the server's answers of now compare with what the line says: one sentence each. */
export function compareWithLine({ codes, engine }: CorsMessage, report: Report): string[] {
  const { verdict, main } = report;
  const who = engine === null ? 'The browser' : ENGINES[engine].title;
  if (verdict === 'allowed') {
    return [
      `${who} refused then; it would allow the call as it was made now. Either the server was mended since, or the page's call is another: other cookies or sign-in state, other headers, another method or origin. Give them with -b, -H, -X, --credentials and --origin.`,
    ];
  }
  const code = main.outcome.failure?.code;
  if (verdict !== 'blocked' || code === undefined || codes.length === 0) return [];
  if (codes.includes(code)) return ['The server still answers as the line says.'];
  return [
    `The line tells of ${codes.join(' or ')}; now it is ${code}: the server has changed since, or the page's call is another.`,
  ];
}
