import type { CorsPolicy } from '../../src/policy/index.js';
import type { Configuration, TargetId } from '../../src/targets/index.js';

/** A policy that is to hold at a path of the API. */
export interface Site {
  /** What is special about the policy. */
  readonly name: string;
  readonly policy: CorsPolicy;
  /** `/p7`: each site has one of its own. */
  readonly path: string;
}

/** What a runner gets to work with. */
export interface Ground {
  readonly sites: readonly Site[];
  /** An empty folder of the run's own; removed afterwards. */
  readonly folder: string;
  /** Port of a plain API on 127.0.0.1 that knows nothing of CORS, for servers that stand in front of one. */
  readonly backend: number;
}

/** What came of one site. */
export type Endpoint =
  /** The emitted configuration runs on this port of 127.0.0.1, at the site's path. */
  | { readonly site: Site; readonly port: number }
  /** The target said that it cannot express the policy. */
  | { readonly site: Site; readonly reasons: readonly string[] };

/** A real server that runs with what a target emitted. */
export interface RunningServer {
  readonly endpoints: readonly Endpoint[];
  /** The running configuration as the target reads it; null for code. */
  readonly configuration: Configuration | null;
  /** Methods that its HTTP parser takes for bad requests, whatever is configured; they are not tried. */
  readonly refusesMethod?: (method: string) => boolean;
  readonly stop: () => Promise<void>;
}

/** How to run a target's real server. */
export interface ServerRunner {
  readonly target: TargetId;
  /** Debian packages, by the names in scripts/lib/debian.mjs; none for what npm brings. */
  readonly packages: readonly string[];
  /** As the server says itself: "nginx/1.22.1". */
  readonly version: () => Promise<string>;
  /**
   * Emits every site's policy, starts the server and waits until it answers.
   * @throws when it does not start, with what it printed
   */
  readonly start: (ground: Ground) => Promise<RunningServer>;
}
