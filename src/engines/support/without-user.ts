/** A URL without its user name and password. */
export function withoutUser(href: string): string {
  return href.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/, '$1');
}
