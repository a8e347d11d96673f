/** The page that calls: where development servers run. */
export const PAGE = 'http://localhost:3000';

/** A path of a real server and what is wrong there: its configuration, what a person types about it, and the cause that comes first. */
export type Fault = readonly [path: string, block: string, args: readonly string[], cause: string];
