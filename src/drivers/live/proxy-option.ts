/**
 * Reads what --proxy takes: the URL of an HTTP proxy; without a scheme it is
 * http, as in curl. https://curl.se/docs/manpage.html#-x
 * @returns the URL for LiveOptions.proxy, or null and a sentence that says what is wrong
 */
export function readProxy(typed: string): { value: string | null; problems: string[] } {
  const bad = (message: string) => ({ value: null, problems: [`--proxy: ${message}`] });
  const text = typed.includes('://') ? typed : `http://${typed}`;
  const scheme = text.slice(0, text.indexOf('://')).toLowerCase();
  if (scheme.startsWith('socks')) {
    return bad(
      'SOCKS proxies are not supported; give the http:// or https:// URL of an HTTP proxy',
    );
  }
  if ((scheme === 'http' || scheme === 'https') && URL.canParse(text)) {
    return { value: text, problems: [] };
  }
  // Not quoted back: there may be a password in it.
  return bad(
    'write it as http://HOST:PORT or https://HOST:PORT, with USER:PASSWORD@ before HOST where the proxy wants it',
  );
}
