import type { Verification } from '../verification.js';

const ENDINGS = { allowed: 'lets it through', blocked: 'refuses it' } as const;
const TITLES = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' } as const;

/** What a real browser did, and what had been predicted, in one sentence. */
export function verificationPhrase(verification: Verification): string {
  const { engine, browser, predicted, verdict, response, differs, reason } = verification;
  if (verdict === null) return `${browser ?? TITLES[engine]} was not asked: ${reason ?? ''}`;
  const status =
    response === null || response.status === 0 ? '' : ` with status ${response.status}`;
  const end = `${browser} ${ENDINGS[verdict]}${status}`;
  if (differs.includes('verdict')) return `${end}; predicted was: ${ENDINGS[predicted]}.`;
  if (differs.includes('status'))
    return `${end}, as predicted, but whycors got another status: the server answers it otherwise.`;
  if (differs.includes('console')) return `${end}, as predicted; it prints other words.`;
  return `${end}, as predicted.`;
}

/** How it was asked, and what that cannot show. */
export function verificationLimits(done: readonly Verification[], origin: string): string[] {
  const from = (page: Verification['page']): string[] =>
    done.filter((one) => one.page === page).map(({ engine }) => TITLES[engine]);
  const where = origin === 'null' ? 'a sandboxed frame' : origin;
  const limits: string[] = [];
  const putIn = from('put-in');
  if (putIn.length > 0) {
    limits.push(
      `${putIn.join(' and ')}: the page at ${where} was put in without asking its server, so it has no Content-Security-Policy and no other headers of that server.`,
    );
  }
  const loopback = from('loopback');
  if (loopback.length > 0) {
    limits.push(
      `${loopback.join(' and ')}: the page at ${where} came from whycors itself, so it has no Content-Security-Policy and no other headers of your server.`,
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
