import { readAllowedOrigin } from '../../policy/index.js';
import type { ConfigProblem, Span } from '../target.js';
import type { Entry } from './cors.js';
import { literal, type RestApi, type RestCors } from './rest.js';

/** What is wrong with the Cors of a REST API of SAM. */
export function lintRest({ name, cors, guardsPreflights }: RestApi): readonly ConfigProblem[] {
  if (cors === null) return [];
  return [
    ...[cors.origin, cors.methods, cors.headers, cors.maxAge].flatMap(quoteProblems),
    ...originProblems(cors),
    ...(guardsPreflights
      ? [
          problem(
            'authorizer-refuses-preflights',
            cors.span,
            'The default authorizer is put before preflights, too, and refuses them: they carry no login. Set Auth.AddDefaultAuthorizerToCorsPreflight: false.',
          ),
        ]
      : []),
    {
      rule: 'rest-api-answers-preflights-only',
      severity: 'note',
      span: cors.span,
      message: `Of ${name}, Cors makes the answers to preflights only: the function has to send Access-Control-Allow-Origin with each of its own, errors too.`,
    },
  ];
}

function problem(rule: string, span: Span, message: string): ConfigProblem {
  return { rule, severity: 'error', span, message };
}

function quoteProblems(entry: Entry | null): readonly ConfigProblem[] {
  if (entry === null || literal(entry) !== null) return [];
  return [
    problem(
      'literal-not-quoted',
      entry.span,
      `API Gateway takes this for an expression, and refuses it: a text has quotes of its own within. Write "'${entry.text}'".`,
    ),
  ];
}

function originProblems({ origin, credentials, span }: RestCors): readonly ConfigProblem[] {
  const text = literal(origin);
  if (credentials && (origin === null || text === '*'))
    return [
      problem(
        'any-origin-with-credentials',
        origin?.span ?? span,
        "SAM refuses AllowCredentials with the origin '*' or none. Name the origin.",
      ),
    ];
  if (text === null || text === '*' || origin === null) return [];
  const { value, fault, repaired } = readAllowedOrigin(text);
  if (value?.kind === 'exact') return [];
  const meant = repaired?.kind === 'exact' ? ` Write "'${repaired.origin}'".` : '';
  return [
    problem(
      fault === 'list' ? 'allow-origin-list' : 'allow-origin-not-valid',
      origin.span,
      fault === 'list' || text.includes('*')
        ? `"${text}" is sent as it stands, and browsers take one origin or "*" only: let the function answer OPTIONS by itself where there are several.`
        : `"${text}" is sent as it stands and is no origin of a browser.${meant}`,
    ),
  ];
}
