import { askableUrl } from '../../inputs/console/assemble.js';
import type { ConsoleMessage, CorsMessage } from '../../inputs/console/types.js';
import { RULES, type RuleId } from '../../rules/index.js';
import { FOREIGN_WORDS } from '../wording/console-foreign.js';
import { refusalPhrase, unknowns } from '../wording/console.js';
import { WORDING } from '../wording/index.generated.js';

/** What can be said of a message from its text alone. Bytes from the text are neither escaped nor masked. */
export interface ConsoleExplanation {
  readonly summary: string;
  readonly meaning: string;
  readonly remedy: string | null;
  /** Rules that can be behind it, none of them shown to be. */
  readonly causes: readonly { readonly rule: RuleId; readonly title: string }[];
  /** What the text leaves open. */
  readonly unknown: readonly string[];
  /** The command that asks the server, where the text has the URL. */
  readonly command: string | null;
}

/** A line that stands for so many failures names none of them. */
const TOO_MANY = 5;

/** Explains a message from its text alone, without any guess. */
export function explainMessage(message: ConsoleMessage): ConsoleExplanation {
  const command = commandFor(message);
  if (message.kind === 'cors') {
    return {
      summary: refusalPhrase(message),
      meaning: message.meaning ?? 'The text does not say what the browser’s reason was.',
      remedy: null,
      causes: causesOf(message),
      unknown: unknowns(message),
      command,
    };
  }
  const { title = 'Not a refusal by CORS', what, remedy, rule } = FOREIGN_WORDS[message.what];
  const call = [message.error, message.method, message.url].filter((word) => word !== null);
  return {
    summary: call.length === 0 ? title : `${title}: ${call.join(' ')}`,
    meaning: what,
    remedy,
    causes: rule === undefined ? [] : [{ rule, title: WORDING[rule].title }],
    unknown: [],
    command,
  };
}

/** The rules that look at these failures, the most specific first. */
function causesOf(message: CorsMessage): { rule: RuleId; title: string }[] {
  const { codes } = message;
  if (codes.length >= TOO_MANY) return [];
  return Object.values(RULES)
    .flatMap(({ id, when }) => {
      const fits = typeof when === 'string' ? [] : when.filter((code) => codes.includes(code));
      const rule = id as RuleId;
      if (fits.length === 0 || isRuledOut(rule, message)) return [];
      return [{ rule, title: WORDING[rule].title, breadth: when.length - fits.length }];
    })
    .sort((a, b) => a.breadth - b.breadth)
    .map(({ rule, title }) => ({ rule, title }));
}

/** Whether what the line tells leaves no room for a cause. */
function isRuledOut(rule: RuleId, message: CorsMessage): boolean {
  const { during, engine, header, origin, redirectedFrom, status, url } = message;
  switch (rule) {
    case 'null-origin':
      return origin !== null && origin !== 'null' && redirectedFrom === null;
    case 'cors-missing-on-error-response':
      return during === 'preflight' || (status !== null && status < 400);
    case 'authorization-under-wildcard':
      return header !== null && header !== 'authorization';
    case 'redirect-to-another-origin':
      // Chromium says so when the call was redirected.
      return engine === 'chromium' && url !== null && redirectedFrom === null;
    case 'response-lacks-allow-origin':
      return during === 'preflight';
    case 'preflight-not-routed':
    case 'preflight-needs-authentication':
    case 'preflight-server-error':
      return during === 'response';
    default:
      return false;
  }
}

/** A command to copy: only with a URL that a shell takes as one word when it is quoted. */
function commandFor(message: ConsoleMessage): string | null {
  const { origin } = message;
  const url = askableUrl(message);
  if (url === null || /['\\]/.test(url)) return null;
  const page = origin === null || /[^\w:/.[\]-]/.test(origin) ? '' : ` --origin ${origin}`;
  return `whycors '${url}'${page}`;
}
