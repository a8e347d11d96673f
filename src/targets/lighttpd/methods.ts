/**
 * The methods that lighttpd 1.4.69 knows; it answers 501 to others before it looks
 * at its configuration, without any header of it. Measured.
 */
const KNOWN = new Set(
  `GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT COPY
  LABEL LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MKREDIRECTREF MKWORKSPACE MOVE ORDERPATCH PATCH
  PROPFIND PROPPATCH QUERY REBIND REPORT SEARCH UNBIND UNCHECKOUT UNLINK UNLOCK UPDATE
  UPDATEREDIRECTREF VERSION-CONTROL`.split(/\s+/),
);

/** Whether lighttpd takes requests of a method; it compares bytes. */
export function knowsMethod(method: string): boolean {
  return KNOWN.has(method);
}
