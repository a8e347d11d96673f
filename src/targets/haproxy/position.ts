import { lineAt } from '../support/position.js';
import type { Span } from '../target.js';
import { isOf, isOurs } from './own.js';
import { word, type Line, type Section } from './parse.js';

/** Lines that decide about a request, or come behind those that do. */
const DECIDING =
  /^(?:http-(?:request|response|after-response)|redirect|use_backend|default_backend|server|server-template|use-server|stats)$/;

/** A line with its line end, whatever stands around it. */
export function wholeLine(text: string, { span }: Line): Span {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const end = text.indexOf('\n', span.end);
  return { start, end: end < 0 ? text.length : end + 1 };
}

/** How long the path is of the place that a line was written for; null for others' lines. */
function depthOf(line: Line, section: Section): number | null {
  const id = idIn(line);
  if (id === null) return null;
  const path = section.lines.find(
    (each) => word(each, 0) === 'acl' && word(each, 1) === `${id}_path` && word(each, 4) === 'beg',
  );
  const beg = section.lines.find(
    (each) => word(each, 1) === `${id}_path` && each.words.some(({ value }) => value === 'beg'),
  );
  return (path ?? beg)?.words.at(-1)?.value.length ?? 1;
}

function idIn({ words }: Line): string | null {
  for (const { value } of words) {
    const name = /\bwhycors_\w+/.exec(value)?.[0];
    if (name !== undefined) return name.replace(/_(?:at|preflight|private|host|path|origin)$/, '');
  }
  return null;
}

function isResponse(line: Line): boolean {
  return word(line, 0) === 'http-after-response';
}

/**
 * Where the lines about requests go: before every rule of the user's, so that
 * preflights need no password, and behind those of deeper places, which come first.
 */
export function requestPoint(text: string, section: Section, id: string, depth: number): number {
  const lines = section.lines.filter((line) => !isResponse(line) || !isOurs(line));
  const own = lines.findIndex((line) => isOf(line, id));
  const isBehind = (line: Line): boolean => {
    if (!isOurs(line)) return DECIDING.test(word(line, 0));
    return !isOf(line, id) && (depthOf(line, section) ?? 0) < depth;
  };
  const isBefore = (line: Line): boolean =>
    isOurs(line) && !isOf(line, id) && (depthOf(line, section) ?? 0) > depth;
  const standing = lines[own];
  const isPlaced =
    standing !== undefined &&
    !lines
      .slice(0, own)
      .some(
        (line) =>
          isBehind(line) &&
          !/^(?:use_|default_)backend$|^server|^stats|response$/.test(word(line, 0)),
      ) &&
    !lines.slice(own).some(isBefore);
  if (standing !== undefined && isPlaced) return wholeLine(text, standing).start;
  const next = lines.find(isBehind);
  return next === undefined
    ? endOf(text, section)
    : aboveComments(text, wholeLine(text, next).start, next);
}

/**
 * Where the lines about answers go: behind every http-after-response rule of the
 * user's, and behind those of less deep places, because the last one wins.
 */
export function responsePoint(text: string, section: Section, id: string, depth: number): number {
  const lines = section.lines.filter(isResponse);
  const own = lines.findIndex((line) => isOf(line, id));
  const deeper = (line: Line): boolean =>
    isOurs(line) && !isOf(line, id) && (depthOf(line, section) ?? 0) > depth;
  const standing = lines[own];
  const isPlaced =
    standing !== undefined &&
    !lines.slice(0, own).some(deeper) &&
    !lines
      .slice(own)
      .some(
        (line) =>
          !isOf(line, id) &&
          !deeper(line) &&
          (!isOurs(line) || (depthOf(line, section) ?? 0) < depth),
      );
  if (standing !== undefined && isPlaced) return wholeLine(text, standing).start;
  const last = lines.findLastIndex((line) => !isOurs(line));
  const next = lines.slice(last + 1).find(deeper);
  return next === undefined ? endOf(text, section) : wholeLine(text, next).start;
}

/** Behind the last line of a section. */
function endOf(text: string, section: Section): number {
  return wholeLine(text, section.lines.at(-1) ?? section.head).end;
}

/** Comments right above a line belong to it. */
function aboveComments(text: string, start: number, line: Line): number {
  let at = start;
  while (at > 0 && !isOurs(line)) {
    const above = text.lastIndexOf('\n', at - 2) + 1;
    if (!/^[ \t]+#/.test(lineAt(text, above))) break;
    at = above;
  }
  return at;
}
