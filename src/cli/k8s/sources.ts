import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ManifestSource } from '../../kubernetes/index.js';
import { UsageError, type Io } from '../io.js';
import { readSource } from '../read-source.js';
import { readCluster } from './cluster.js';
import type { K8sOptions } from './options.js';

/** What manifests come from, and what could not be read of it. */
export interface Sources {
  readonly sources: readonly ManifestSource[];
  /** A sentence each, for the report. */
  readonly notes: readonly string[];
  /** A sentence each, for standard error: they make the exit code 2. */
  readonly failed: readonly string[];
}

/** A whole cluster's objects fit. */
const MOST_INPUT = 512_000_000;

/** Reads files, folders, standard input (`-`); without any, the cluster of the user's kubectl. */
export async function readSources(
  files: readonly string[],
  options: K8sOptions,
  io: Io,
): Promise<Sources> {
  if (files.length === 0) return readCluster(options);
  const { context, namespace, allNamespaces } = options;
  if (context !== undefined || allNamespaces === true || namespace !== undefined)
    throw new UsageError(
      `${context === undefined ? '--namespace' : '--context'}: is for a cluster, and files were named: leave one out.`,
    );
  const sources: ManifestSource[] = [];
  const failed: string[] = [];
  for (const file of files) {
    for (const path of await filesOf(file)) {
      try {
        sources.push(
          path === '-'
            ? { file: '<stdin>', text: await io.read(MOST_INPUT) }
            : await readSource(path, io),
        );
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        failed.push(error.message);
      }
    }
  }
  return { sources, notes: [], failed };
}

/** A file itself, or the manifests below a folder in the order of their names. */
async function filesOf(path: string): Promise<readonly string[]> {
  if (path === '-') return [path];
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isDirectory()) return [path];
  const files: string[] = [];
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) {
      if (!/^(?:\.git|node_modules)$/.test(entry.name)) files.push(...(await filesOf(inner)));
    } else if (/\.(?:ya?ml|json)$/i.test(entry.name)) files.push(inner);
  }
  return files;
}
