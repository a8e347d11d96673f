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
  const acls = section.lines.filter((each) => word(each, 0) === 'acl');
  const id = acls
    .flatMap((each) => /^(whycors_\w+)_host$/.exec(word(each, 1))?.[1] ?? [])
    .find((each) => isOf(line, each));
  if (id === undefined) return null;
  const path = acls.find((each) => word(each, 1) === `${id}_path` && word(each, 4) === 'beg');
  return path === undefined ? 1 : word(path, 5).length;
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
