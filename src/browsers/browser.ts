/** The engines that are real browsers. */
export type BrowserName = 'chromium' | 'firefox' | 'webkit';

export const BROWSER_NAMES: readonly BrowserName[] = ['chromium', 'firefox', 'webkit'];

/** A host's address given by hand, as with --resolve. */
export interface FixedAddress {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

/** A cookie of the servers that are called. */
export interface GivenCookie {
  /** The URL that it belongs to. */
  readonly url: string;
  readonly name: string;
  readonly value: string;
}

/** What a browser is started with. Not every browser can take everything. */
export interface BrowserOptions {
  /** The program to run, as `findBrowser` gives it. */
  readonly program: string;
  /** A folder of its own, empty, that is removed afterwards by whoever made it. */
  readonly profile: string;
  /** The environment that the program gets, PATH among it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** PEM of an authority to trust besides the browser's own. Firefox only. */
  readonly authorityPem?: string;
  /** Ends the browser at once; what is under way then rejects with a BrowserError. */
  readonly signal?: AbortSignal;
  /** Accept any certificate. */
  readonly insecure?: boolean;
  /** Chromium and Firefox only; in Firefox for all ports of the host. */
  readonly resolve?: readonly FixedAddress[];
  /** http(s)://host:port, without a user. Chromium and Firefox only. */
  readonly proxy?: string;
  /** Never HTTP/2. Chromium and Firefox only. */
  readonly http1Only?: boolean;
  /**
   * `address:port` that are to count as public, local or loopback; with this,
   * Local Network Access is checked, and permission refused. Chromium only.
   */
  readonly addressSpaces?: Readonly<Record<string, string>>;
  /** In the jar from the start, and sent to other sites, too. Chromium and Firefox only. */
  readonly cookies?: readonly GivenCookie[];
}

/** A failed request's code in Chromium. */
export interface CorsError {
  readonly url: string;
  readonly code: string;
  readonly parameter: string;
}

/** What the console shows. */
export interface ConsoleLine {
  readonly text: string;
  /** Whether it belongs to a page, not to the browser's own windows. */
  readonly fromPage: boolean;
}

/** A running browser. */
export interface Browser {
  readonly engine: BrowserName;
  /** Name and version, as the browser says it. */
  readonly version: string;
  /** Goes to an address. */
  open(url: string): Promise<void>;
  /**
   * Shows a document at a URL without asking any server for it, calls its
   * `whycorsStart()` and gives what that resolves to. The document is ASCII.
   * Missing where the browser cannot do it.
   */
  readonly runDocument?: (url: string, html: string) => Promise<string>;
  /** Resolves when the page that was opened last has lost its browser. Missing where `runDocument` tells. */
  ended?(): Promise<void>;
  /** Ends the browser; all it had to say is then in `lines`. */
  close(): Promise<void>;
  readonly lines: readonly ConsoleLine[];
  readonly corsErrors: readonly CorsError[];
}

/** A browser that did not start, or went away. The message is a sentence for people. */
export class BrowserError extends Error {}
