import type { Verification } from '../verification.js';

const ENDINGS = { allowed: 'lets it through', blocked: 'refuses it' } as const;
const TITLES = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' } as const;

/** What a browser did that was asked, and what had been predicted, in one sentence. */
export function verificationPhrase(verification: Verification): string {
  const { browser, predicted, verdict, response, differs } = verification;
  const status = response ? statusPhrase(response.status) : '';
  const end = `${browser} ${ENDINGS[verdict ?? 'blocked']}${status}`;
  if (differs.includes('verdict')) return `${end}; predicted was: ${ENDINGS[predicted]}.`;
  if (differs.includes('status'))
    return `${end}, as predicted, but whycors got another status: the server answers it otherwise.`;
  if (differs.includes('console')) return `${end}, as predicted; it prints other words.`;
  return `${end}, as predicted.`;
}

/** The status of an opaque response is 0 and says nothing. */
function statusPhrase(status: number): string {
  return status === 0 ? '' : ` with status ${status}`;
}

/** Which browsers were not asked, and why: one sentence a reason. */
export function notAsked(results: readonly Verification[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { engine, verdict, reason } of results) {
    if (verdict !== null || reason === null) continue;
    byReason.set(reason, [...(byReason.get(reason) ?? []), TITLES[engine]]);
  }
  return [...byReason].map(([reason, titles]) => `No verdict of ${list(titles)}: ${reason}`);
}

function list(titles: readonly string[]): string {
  const all = titles.slice(0, -1).join(', ');
  return all === '' ? titles.join('') : `${all} and ${titles.at(-1)}`;
}

/** How it was asked, and what that cannot show. */
export function verificationLimits(done: readonly Verification[], origin: string): string[] {
  const from = (page: Verification['page']): string[] =>
    done.filter((one) => one.page === page).map(({ engine }) => TITLES[engine]);
  const where = origin === 'null' ? 'in a sandboxed frame' : `at ${origin}`;
  const limits: string[] = [];
  const putIn = from('put-in');
  if (putIn.length > 0) {
    limits.push(
      `${list(putIn)}: the page ${where} was put in without asking its server, so it has no Content-Security-Policy and no other headers of that server.`,
    );
  }
  const loopback = from('loopback');
  if (loopback.length > 0) {
    limits.push(
      `${list(loopback)}: the page ${where} came from whycors itself, so it has no Content-Security-Policy and no other headers of your server.`,
    );
  }
  limits.push(
    'Each browser was headless and fresh: no logins, no cookies but those of -b, no extensions, no service worker; access to the local network counts as permitted.',
  );
  return limits;
}

/** After a disagreement without --verify-out. */
export const HOW_TO_KEEP =
  'Add --verify-out FILE to keep the call and its answers as a scenario: whycors simulate FILE repeats the prediction.';

/** After a disagreement with it. */
export function kept(file: string): string {
  return `The call and its answers are in ${file}: whycors simulate ${file} repeats the prediction.`;
}
