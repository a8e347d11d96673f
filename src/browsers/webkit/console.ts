/**
 * What MiniBrowser's output says of a page's console: `CONSOLE SECURITY ERROR text`
 * and the like. Null for other output.
 */
export function consoleText(line: string): string | null {
  const found = /^(?:.*?:\d*:?\d*: ?)?CONSOLE (?:[A-Z ]+?)(?:ERROR|WARN|LOG|INFO|DEBUG) (.*)$/.exec(
    line,
  );
  return found ? found[1]! : null;
}
