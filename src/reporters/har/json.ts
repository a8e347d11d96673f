import { jsonReport } from '../json/index.js';
import type { Masker } from '../mask.js';
import type { HarReport } from './report.js';

/** Raised when something in it changes its meaning or goes. */
const HAR_VERSION = 1;

/** The report for programs: each group with the whole diagnosis of its first call. */
export function harJson(report: HarReport, masker: Masker): object {
  const { groups, ...rest } = report;
  return {
    version: HAR_VERSION,
    ...rest,
    groups: groups.map(({ report: diagnosis, live, url, error, ...group }) => ({
      ...group,
      url: masker.text(url),
      error,
      diagnosis: jsonReport(diagnosis, masker),
      live: live === null ? null : jsonReport(live, masker),
    })),
  };
}
