/** Values for the placeholders of a template. */
export type TemplateArgs = Readonly<Record<string, string>>;

/** A console line with placeholders, which both writes it and recognises it. */
export interface Template {
  /** With `{name}` for each placeholder. */
  readonly text: string;
  write(args: TemplateArgs): string;
  /** The placeholders' values, or null where the line is another. */
  read(line: string): TemplateArgs | null;
}

/** Makes a template. A placeholder matches as little as it can, the last one all that is left. */
export function template(text: string): Template {
  const parts = text.split(/\{(\w+)\}/);
  let pattern: RegExp | null = null;
  return {
    text,
    write: (args) => {
      let line = parts[0]!;
      for (let i = 1; i < parts.length; i += 2) line += (args[parts[i]!] ?? '') + parts[i + 1]!;
      return line;
    },
    read: (line) => {
      pattern ??= patternOf(parts);
      return pattern.exec(line)?.groups ?? null;
    },
  };
}

function patternOf(parts: readonly string[]): RegExp {
  const source = parts.map((part, index) =>
    index % 2 === 1 ? `(?<${part}>[\\s\\S]*?)` : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`);
}
