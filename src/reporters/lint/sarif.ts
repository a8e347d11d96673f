import { stringifyJson } from '../json/stringify.js';
import type { Finding } from './finding.js';

/** Findings as SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function lintSarif(findings: readonly Finding[], version: string): string {
  const ids = [...new Set(findings.map(ruleId))];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'whycors', version, rules: ids.map((id) => ({ id })) } },
        // §3.14.17: columns are UTF-16 code units here, and not code points.
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, ids.indexOf(ruleId(finding)))),
      },
    ],
  };
  return stringifyJson(log, 2);
}

function result(finding: Finding, ruleIndex: number): object {
  const { file, severity, message, start, end, identity } = finding;
  return {
    ruleId: ruleId(finding),
    ruleIndex,
    level: severity,
    message: { text: message },
    // Code scanning tells results by it, and takes the line's content where there is none.
    ...(identity === undefined
      ? {}
      : { partialFingerprints: { primaryLocationLineHash: fingerprint(identity) } }),
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: fileUri(file) },
          region: {
            startLine: start.line,
            startColumn: start.column,
            endLine: end.line,
            endColumn: end.column,
          },
        },
      },
    ],
  };
}

/** A short text for a long one. FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return `${hash.toString(16)}:1`;
}

/** Rules are unique within their target: `nginx/add-header-without-always`. */
function ruleId({ target, rule }: Finding): string {
  return `${target}/${rule}`;
}

/** A path as a URI reference (§3.4.3); a leading slash makes it a file URI's. */
function fileUri(file: string): string {
  const path = encodeURI(file.replace(/[\ud800-\udfff]/gu, '\ufffd').replaceAll('\\', '/'))
    .replace(/[?#]/g, encodeURIComponent)
    // A first segment with a colon would read as a scheme: RFC 3986 §4.2.
    .replace(/^[^/]*/, (segment) => segment.replaceAll(':', '%3A'));
  return path.startsWith('/') ? `file://${path}` : path;
}
