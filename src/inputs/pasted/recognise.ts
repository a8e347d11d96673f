/** Whether a text is a curl command: a prompt before it and `curl.exe` are fine. */
export function isCurl(text: string): boolean {
  return /^\s*(?:[$>%#]\s*)?curl(?:\.exe)?\s/i.test(text);
}

/** Whether a text is "Copy as PowerShell" of a browser, or was written like it. */
export function isPowerShell(text: string): boolean {
  return /\bInvoke-(?:WebRequest|RestMethod)\b|^\s*(?:iwr|irm)\s/im.test(text);
}

/** Whether a text is a snippet of JavaScript that makes a request. */
export function isScript(text: string): boolean {
  return /\b(?:fetch|axios(?:\.\w+)?|(?:\$|jQuery)\.(?:ajax|get|post|getJSON))\s*(?:<[^()]{0,200}>)?\s*\(|\$\.(?:ajax|get|post|getJSON)\s*\(|\.open\s*\(\s*["'`][A-Za-z]+["'`]\s*,/.test(
    text,
  );
}

/** Whether a text is a command or snippet that makes a request: `readPasted` reads it. */
export function isPasted(text: string): boolean {
  return isCurl(text) || isPowerShell(text) || isScript(text);
}
