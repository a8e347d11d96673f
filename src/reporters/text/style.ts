import pc from 'picocolors';

/** Colours and marks of the text report, or none of them. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly code: (text: string) => string;
  readonly pass: string;
  readonly fail: string;
  readonly note: string;
  /** Columns. */
  readonly width: number;
}

/** The style for a terminal with colours, or for anything else. */
export function createStyle(colour: boolean, width: number): Style {
  const colours = pc.createColors(colour);
  return {
    bold: colours.bold,
    dim: colours.dim,
    good: colours.green,
    bad: colours.red,
    warn: colours.yellow,
    code: colours.cyan,
    pass: colours.green('✓'),
    fail: colours.red('✗'),
    note: colours.dim('·'),
    width: Math.max(40, Math.min(width, 100)),
  };
}
