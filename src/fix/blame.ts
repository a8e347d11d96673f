import { plainUpstream, prove } from '../targets/prove.js';
import { lineAt, positionAt } from '../targets/support/position.js';
import type { Configuration, SimulatedResponse, Source, Span } from '../targets/target.js';
import type { WantedCall } from '../policy/index.js';
import type { EngineName } from '../engines/index.js';

/** A piece of the user's configuration that a browser's refusal comes from. */
export interface Blame {
  readonly span: Span;
  readonly line: number;
  readonly column: number;
  /** The whole line. */
  readonly text: string;
  /** The header that it sends; null where it decides who answers and sends none. */
  readonly header: string | null;
}

/** Runs the call against the configuration as it stands: what sends the headers of the answer that is refused. */
export function blame(
  { text }: Source,
  configuration: Configuration,
  call: WantedCall,
  engine: EngineName,
  behind = plainUpstream,
): readonly Blame[] {
  const trial = { about: 'the call', ...call };
  let last: SimulatedResponse | null = null;
  const watched: Configuration = {
    routes: configuration.routes,
    simulate: (request, upstream) => (last = configuration.simulate(request, upstream)),
  };
  const [proof] = prove(watched, [trial], { engines: [engine], upstream: behind });
  const refused = last as SimulatedResponse | null;
  if (proof === undefined || proof.outcome.verdict === 'allowed' || refused === null) return [];
  const sent = refused.headers.flatMap(({ name, value, span }) =>
    span !== null && /^access-control-/i.test(name) ? [at(text, span, `${name}: ${value}`)] : [],
  );
  if (sent.length > 0) return sent;
  return refused.span === null ? [] : [at(text, refused.span, null)];
}

function at(text: string, span: Span, header: string | null): Blame {
  return { span, ...positionAt(text, span.start), text: lineAt(text, span.start), header };
}
