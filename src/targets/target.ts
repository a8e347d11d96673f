import type { CorsPolicy } from '../policy/index.js';
import type { NetworkRequest, NetworkResponse } from '../protocol/index.js';

/** A text of the user's and what it is called. */
export interface Source {
  /** As the user named it; shown, never opened. */
  readonly file: string;
  readonly text: string;
}

/** A half-open range of characters (UTF-16 units) of a source's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a policy is to hold: the API as its callers name it, and what is behind this server. */
export interface Place {
  /** `https://api.example.com:8443`, without a path. */
  readonly origin: string;
  /** A path prefix that begins with `/`; `/` for all of the host. */
  readonly path: string;
  /**
   * Where a rule answers by a regular expression of paths, that expression as the
   * configuration has it: the place is what the rule answers, and `path` one of its paths.
   */
  readonly pattern?: string;
  /** What this server passes requests on to, for configurations written anew: `http://127.0.0.1:3000`. */
  readonly upstream: string;
}

/** One piece of a change. */
export interface Change {
  /** Where it goes, in the server's own words: "in the http block", "metadata.annotations of Ingress shop/api". */
  readonly where: string;
  /** The new text. */
  readonly text: string;
  /** What it replaces of the existing configuration (empty for an insertion); null for a target that reads none. */
  readonly at: Span | null;
}

/** What a target makes of a policy. */
export type Emission =
  | {
      readonly kind: 'change';
      /** In the order of the text; none when the configuration says the policy already. */
      readonly changes: readonly Change[];
      /** What makes it take effect, as a command or a sentence. */
      readonly reload: string;
      /** What the user has to know, a sentence each. */
      readonly notes: readonly string[];
    }
  | {
      readonly kind: 'cannot';
      /** What this target cannot say of the policy and why, a sentence each, all of them. */
      readonly reasons: readonly string[];
    };

/** One thing wrong in a configuration. */
export interface ConfigProblem {
  /** Kebab-case, unique within the target: the id under which linters know it. */
  readonly rule: string;
  /** `error`: browsers refuse, or the server does not start; `warning`: opens or does other than it looks; `note`: noise. */
  readonly severity: 'error' | 'warning' | 'note';
  readonly span: Span;
  /** What is wrong, and what would be right: a sentence each. */
  readonly message: string;
}

/** One place of a configuration that decides about CORS. */
export interface Route {
  /** Host names as the configuration has them; empty for any. */
  readonly hosts: readonly string[];
  /** The path as the configuration has it: a prefix, or the server's own notation. */
  readonly path: string;
  /** What it says, or null where it says nothing or what no policy can express. */
  readonly policy: CorsPolicy | null;
  /** Where it is said. */
  readonly span: Span;
  /** What of it is no policy: habits of this server, conditions, code. */
  readonly notes: readonly string[];
}

/** What is behind a server: it answers requests that the server passes on. */
export type Upstream = (request: NetworkRequest) => NetworkResponse;

/** One header of a simulated answer and where it comes from. */
export interface SimulatedHeader {
  readonly name: string;
  readonly value: string;
  /** What of the configuration sends it; null for the upstream's and for the server's own. */
  readonly span: Span | null;
}

/** What a server would answer, as far as it is decided by status and headers. */
export interface SimulatedResponse {
  readonly status: number;
  /** In order, duplicates kept. Of the server's own: those that CORS is about, and Location, Allow, WWW-Authenticate. */
  readonly headers: readonly SimulatedHeader[];
  readonly answeredBy: 'server' | 'upstream';
  /** What of the configuration decided who answers; null for a default. */
  readonly span: Span | null;
}

/** A configuration that was understood. */
export interface Configuration {
  readonly routes: readonly Route[];
  /** Pure: the same request gets the same answer. */
  readonly simulate: (request: NetworkRequest, upstream: Upstream) => SimulatedResponse;
}

/** What a reader makes of a source: never an exception. `value` is null when there is nothing to work with. */
export interface Reading {
  readonly value: Configuration | null;
  readonly problems: readonly ConfigProblem[];
}

/** What to know of a target besides how it works. */
export interface TargetFacts {
  /** Kebab-case; the folder's name. */
  readonly id: string;
  /** As its makers write it. */
  readonly title: string;
  readonly group: 'kubernetes' | 'server' | 'cloud' | 'framework';
  /** For code fences and highlighting. */
  readonly language: string;
  /** What its file is usually called. */
  readonly file: string;
  /**
   * Patterns that make a response header line (`server: nginx/1.22.1`, name in
   * lower case) or the start of an error page speak for this target.
   */
  readonly traces?: { readonly headers?: readonly RegExp[]; readonly body?: readonly RegExp[] };
}

/** A target whose configuration is a file that can be read. */
export interface FileTarget extends TargetFacts {
  readonly kind: 'file';
  /** Of the contract's policies, how many it can say at least, where its configuration cannot say most; and why. */
  readonly leastSaid?: { readonly policies: number; readonly because: string };
  /**
   * What has to be behind the server for its emissions to hold, where it cannot do all
   * by itself; without it, an API that knows nothing of CORS. Notes of emissions say so.
   */
  readonly behind?: Upstream;
  /** The smallest whole configuration that serves a place and says nothing of CORS. */
  readonly skeleton: (place: Place) => string;
  /** Whether a source is of this target, by its text: certain enough to read it as such. */
  readonly recognises: (source: Source) => boolean;
  readonly read: (source: Source) => Reading;
  /**
   * The least change of an existing configuration after which it says this policy
   * at this place, and no layer of it says anything else. All else stays byte for byte.
   */
  readonly emit: (policy: CorsPolicy, place: Place, existing: Source) => Emission;
}

/** A target whose configuration is code: it is written, not read. */
export interface CodeTarget extends TargetFacts {
  readonly kind: 'code';
  /** Code to add; a whole that runs as it stands where imports are among it. */
  readonly emit: (policy: CorsPolicy, place: Place) => Emission;
}

/** A server, platform or framework. */
export type Target = FileTarget | CodeTarget;
