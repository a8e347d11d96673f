import type { Place } from '../../src/targets/index.js';

/** A configuration as people have them: comments, things that whycors does not know, several routes. */
export interface TargetFixture {
  /** What is special about it. */
  readonly name: string;
  /** The file's text, or a file beside the fixture's module read by it. */
  readonly text: string;
  /** Where in it a policy is to go. */
  readonly place: Place;
  /** Lines of its own CORS set-up, which a change replaces, that do not say so themselves. */
  readonly replaces?: RegExp;
  /** Routes of it that must answer as before, whatever is emitted at the place: URLs. */
  readonly elsewhere: readonly string[];
}
