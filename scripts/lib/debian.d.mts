/** Whether a Debian package of the tests is there. */
export function isThere(name: string): boolean;
