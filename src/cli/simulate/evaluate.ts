import { ENGINES, Panel, type EngineName } from '../../engines/index.js';
import { readScenario } from '../../inputs/scenario/read.js';
import { runScenarioTogether } from '../../simulate/index.js';
import { RecordWriter, type Format } from './format.js';

/** How scenarios are to be answered. */
export interface Task {
  readonly engines: readonly EngineName[];
  readonly format: Format;
}

/** What some scenarios came to. */
export interface Evaluated {
  /** The records as text, with what stands between them but not around them. */
  readonly text: string;
  /** What could not be used, each with its place: sentences for standard error. */
  readonly problems: readonly string[];
}

const panels = new Map<string, Panel>();

/** The panel of these engines, which is used again and again. */
function panelOf(names: readonly EngineName[]): Panel {
  const key = names.join(' ');
  let panel = panels.get(key);
  if (panel === undefined) panels.set(key, (panel = new Panel(names.map((name) => ENGINES[name]))));
  return panel;
}

/** Answers scenarios. A line that cannot be used is named, and costs only itself. */
export class Evaluation {
  readonly #panel: Panel;
  readonly #writer: RecordWriter;
  readonly #problems: string[] = [];

  constructor(task: Task) {
    this.#panel = panelOf(task.engines);
    this.#writer = new RecordWriter(task.format);
  }

  /** Lines of JSON, the first of which has this number in the file. */
  lines(text: string, file: string, first: number): this {
    let number = first - 1;
    for (const line of text.split('\n')) {
      number++;
      if (line.trim() === '') continue;
      const json = this.json(line, `${file}:${number}`);
      if (json !== undefined) this.scenario(json, `${file}:${number}`);
    }
    return this;
  }

  /** A text as JSON; undefined when it is none, which is then among the problems. */
  json(text: string, place: string): unknown {
    try {
      return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as unknown;
    } catch (error) {
      this.problem(place, `$ is no JSON (${(error as Error).message})`);
      return undefined;
    }
  }

  scenario(json: unknown, place: string): this {
    const { value, problems } = readScenario(json);
    for (const { path, message } of problems) this.problem(place, `${path} ${message}`);
    if (value === null) return this;
    this.#writer.add(runScenarioTogether(value, this.#panel));
    return this;
  }

  problem(place: string, message: string): this {
    this.#problems.push(`${place}: ${message}`);
    return this;
  }

  get result(): Evaluated {
    return { text: this.#writer.text, problems: this.#problems };
  }
}
