const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec';

/** The delimiters between the tokens of a cookie-date. */
const DELIMITERS = /[\t\u0020-\u002f\u003b-\u0040\u005b-\u0060\u007b-\u007e]+/;

const TIME = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\D.*)?$/s;
const DAY_OF_MONTH = /^(\d{1,2})(?:\D.*)?$/s;
const YEAR = /^(\d{2,4})(?:\D.*)?$/s;

/**
 * Seconds since 1970 of an Expires attribute, null where it is no date.
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-dates
 */
export function parseCookieDate(text: string): number | null {
  let time: number[] | null = null;
  let day: number | null = null;
  let month: number | null = null;
  let year: number | null = null;
  for (const token of text.split(DELIMITERS)) {
    const inTime: RegExpExecArray | null = time === null ? TIME.exec(token) : null;
    const inDay: RegExpExecArray | null = day === null ? DAY_OF_MONTH.exec(token) : null;
    const inYear: RegExpExecArray | null = year === null ? YEAR.exec(token) : null;
    if (inTime !== null) time = inTime.slice(1).map(Number);
    else if (inDay !== null) day = Number(inDay[1]);
    else if (month === null && monthOf(token) !== null) month = monthOf(token);
    else if (inYear !== null) year = fourDigits(Number(inYear[1]));
  }
  if (time === null || day === null || month === null || year === null) return null;
  return secondsOf(year, month, day, time);
}

/** 0 for January. */
function monthOf(token: string): number | null {
  const name = token.slice(0, 3).toLowerCase();
  const at = name.length === 3 ? MONTHS.indexOf(name) : -1;
  return at % 3 === 0 ? at / 3 : null;
}

function fourDigits(year: number): number {
  if (year >= 70 && year <= 99) return year + 1900;
  return year <= 69 ? year + 2000 : year;
}

function secondsOf(year: number, month: number, day: number, time: number[]): number | null {
  const [hour = 0, minute = 0, second = 0] = time;
  if (year < 1601 || hour > 23 || minute > 59 || second > 59) return null;
  const milliseconds = Date.UTC(year, month, day, hour, minute, second);
  const date = new Date(milliseconds);
  // The 31st of April would become the 1st of May.
  return date.getUTCDate() === day && day > 0 ? milliseconds / 1000 : null;
}
