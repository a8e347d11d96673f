/** What the command's exit code says. Stable; documented in docs/cli.md. */
export const EXIT = {
  /** The browser would allow the call (or nothing was asked about one). */
  allowed: 0,
  /** The browser would refuse it. */
  blocked: 1,
  /** Wrong usage, or input that cannot be read. */
  usage: 2,
  /** The server could not be reached. */
  unreachable: 3,
  /** A fault of whycors itself (EX_SOFTWARE of sysexits.h). */
  bug: 70,
} as const;
