import { named, type Directive } from './parse.js';

/** Directive blocks from the outermost in; the last is the one that answers. */
export type Scopes = readonly (readonly Directive[])[];

/** The directives of a name in the innermost block that has any: most array directives inherit so. */
export function inherited(scopes: Scopes, ...names: readonly string[]): readonly Directive[] {
  for (const scope of scopes.toReversed()) {
    const found = named(scope, ...names);
    if (found.length > 0) return found;
  }
  return [];
}
