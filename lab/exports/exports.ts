/** What one browser copied of each call, in the order of the calls. */
export interface Exports {
  /** Name and version. */
  readonly browser: string;
  /** By name of the way of copying: curl, cmd, powershell, fetch, fetch-node. */
  readonly copies: readonly Readonly<Record<string, string>>[];
  readonly har: object;
  /** Without cookies and credentials, where the browser can do that. */
  readonly sanitized: object | null;
}
