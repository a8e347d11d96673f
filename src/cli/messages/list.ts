import {
  HAVE_THE_SERVER,
  MESSAGES as CHROMIUM,
  NO_CORS_REDIRECT_MODE as CHROMIUM_NO_CORS,
  OF_PREFLIGHT,
  PREFIX,
  SAME_ORIGIN_MODE as CHROMIUM_SAME_ORIGIN,
} from '../../engines/chromium/messages/templates.js';
import {
  MESSAGES as FIREFOX,
  RESOURCE_POLICY,
  WILDCARD_WARNING,
} from '../../engines/firefox/messages/templates.js';
import {
  MESSAGES as WEBKIT,
  REDIRECT_DENIED,
  RESTRICTED_PORT,
  SAME_ORIGIN_MODE as WEBKIT_SAME_ORIGIN,
  UNSAFE_ATTEMPT,
} from '../../engines/webkit/messages/templates.js';

/** A line of an engine's console, with `{name}` for what varies. */
export interface MessageRow {
  /** The engine's own name for it, or null. */
  readonly name: string | null;
  readonly line: string;
  /** In one sentence. */
  readonly meaning: string;
}

/** What an engine prints, and how the lines are put together. */
export interface EngineMessages {
  readonly engine: 'chromium' | 'firefox' | 'webkit';
  readonly title: string;
  /** How the whole looks; plain text with code in backticks. */
  readonly form: string;
  readonly rows: readonly MessageRow[];
}

const SAME_ORIGIN = 'The mode "same-origin" forbids requests to another origin.';

/** All lines that the engines print for calls they refuse, as they are written today. */
export const ENGINE_MESSAGES: readonly EngineMessages[] = [
  {
    engine: 'chromium',
    title: 'Chromium (Chrome, Edge)',
    form: `Each reason stands behind \`${PREFIX.text.trim()}\`; of a preflight, \`${OF_PREFLIGHT.trim()}\` comes before it; for fetch() some are followed by \`${HAVE_THE_SERVER.trim()}\`.`,
    rows: [
      ...Object.values(CHROMIUM).map(({ code, reason, meaning }) => ({
        name: code,
        line: reason.text,
        meaning,
      })),
      { name: null, line: CHROMIUM_SAME_ORIGIN.text, meaning: SAME_ORIGIN },
      {
        name: null,
        line: CHROMIUM_NO_CORS.text,
        meaning: 'The mode "no-cors" works only with redirect: "follow".',
      },
    ],
  },
  {
    engine: 'firefox',
    title: 'Firefox',
    form: 'Each line is whole. After a refused preflight or redirect a second line says that the request did not succeed.',
    rows: [
      ...Object.values(FIREFOX).map(({ mdn, line, meaning }) => ({
        name: mdn,
        line: line.text,
        meaning,
      })),
      {
        name: null,
        line: WILDCARD_WARNING.text,
        meaning: 'A warning: the call was allowed, and will not be in future.',
      },
      {
        name: null,
        line: RESOURCE_POLICY.text,
        meaning: 'Cross-Origin-Resource-Policy keeps the page out; it is no message of CORS.',
      },
    ],
  },
  {
    engine: 'webkit',
    title: 'WebKit (Safari)',
    form: 'The reason stands in a line of its own, before `Fetch API cannot load {url} due to access control checks.` or `XMLHttpRequest cannot load {url} due to access control checks.`',
    rows: [
      ...Object.values(WEBKIT).map(({ reason, meaning }) => ({
        name: null,
        line: reason.text,
        meaning,
      })),
      {
        name: null,
        line: REDIRECT_DENIED.text,
        meaning: 'The response that was refused is a redirect, for one of the reasons above.',
      },
      {
        name: null,
        line: UNSAFE_ATTEMPT.text,
        meaning: 'The mode "same-origin" forbids the redirect to another origin.',
      },
      {
        name: null,
        line: RESTRICTED_PORT.text,
        meaning: 'Browsers send nothing to this port. It stands alone.',
      },
      { name: null, line: WEBKIT_SAME_ORIGIN.text, meaning: SAME_ORIGIN },
    ],
  },
];
