/** Collects the console in the parent process, where CORS lines of all content processes arrive. */
export const LISTEN = `
  globalThis.whycorsLines = [];
  globalThis.whycorsListener = { observe(message) {
    try {
      if (message instanceof Ci.nsIScriptError)
        whycorsLines.push({ text: message.errorMessage, fromPage: message.innerWindowID !== 0 });
    } catch (error) {}
  } };
  Services.console.registerListener(globalThis.whycorsListener);
`;

export const TAKE_LINES = 'return globalThis.whycorsLines.splice(0);';

/** arguments: base64 of a certificate's DER. */
export const TRUST = `
  const database = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);
  database.addCertFromBase64(arguments[0], 'CT,,');
`;

/** arguments: host, address. */
export const RESOLVE = `
  Cc['@mozilla.org/network/native-dns-override;1']
    .getService(Ci.nsINativeDNSResolverOverride)
    .addIPOverride(arguments[0], arguments[1]);
`;

/** arguments: host, name, value, whether secure. */
export const SET_COOKIE = `
  const [host, name, value, secure] = arguments;
  Services.cookies.add(host, '/', name, value, secure, false, true, 4e15, {},
    secure ? Ci.nsICookie.SAMESITE_NONE : Ci.nsICookie.SAMESITE_UNSET ?? Ci.nsICookie.SAMESITE_NONE,
    secure ? Ci.nsICookie.SCHEME_HTTPS : Ci.nsICookie.SCHEME_HTTP);
`;

/**
 * Answers one URL in place of its server, once.
 * This is what WebDriver BiDi's network.provideResponse does within Firefox.
 * arguments: URL, document.
 */
export const ANSWER = `
  const [url, html] = arguments;
  const observer = { observe(subject) {
    const channel = subject.QueryInterface(Ci.nsIHttpChannel);
    if (channel.URI.spec !== url) return;
    Services.obs.removeObserver(observer, 'http-on-before-connect');
    const response = Cc['@mozilla.org/network/replaced-http-response;1']
      .createInstance(Ci.nsIReplacedHttpResponse);
    response.responseStatus = 200;
    response.responseStatusText = 'OK';
    response.responseBody = html;
    response.setResponseHeader('Content-Type', 'text/html; charset=utf-8', false);
    channel.QueryInterface(Ci.nsIHttpChannelInternal).setResponseOverride(response);
  } };
  Services.obs.addObserver(observer, 'http-on-before-connect');
`;

/** In the page. */
export const START = 'const done = arguments[0]; window.whycorsStart().then(done);';
