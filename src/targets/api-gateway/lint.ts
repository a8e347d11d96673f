import { readAllowedOrigin } from '../../policy/index.js';
import { spanOf } from '../support/yaml/read.js';
import type { ConfigProblem, Span } from '../target.js';
import type { Api, HttpApi } from './config.js';
import { isMethod, letsIn, LONGEST, type Entry, type HttpCors } from './cors.js';
import { lintRest } from './lint-rest.js';
import { routeKey } from './routes.js';

/** What is wrong with the CORS configuration of an API. */
export function lint(api: Api): readonly ConfigProblem[] {
  if (api.kind === 'rest') return lintRest(api);
  const { cors } = api;
  if (cors === null) return [];
  return [
    ...cors.origins.flatMap((entry) => originProblems(entry, cors)),
    ...cors.methods.flatMap(methodProblems),
    ...ageProblems(cors),
    ...guardProblems(api),
    ...(api.definedElsewhere
      ? [
          problem(
            'cors-needs-definition-body',
            cors.span,
            'SAM refuses CorsConfiguration together with DefinitionUri. Put x-amazon-apigateway-cors into that definition, or the definition into DefinitionBody.',
          ),
        ]
      : []),
    ...cors.unknown.map((node): ConfigProblem => ({
      rule: 'deployed-value-not-known',
      severity: 'note',
      span: spanOf(node),
      message:
        'This value is known only when the template is deployed: nothing is said of it here, and the simulation does without it.',
    })),
  ];
}

function problem(rule: string, span: Span, message: string): ConfigProblem {
  return { rule, severity: 'error', span, message };
}

function originProblems({ text, span }: Entry, cors: HttpCors): readonly ConfigProblem[] {
  const open = text === '*' || /^https?:\/\/\*$/.test(text);
  if (open && cors.credentials)
    return [
      problem(
        'any-origin-with-credentials',
        span,
        text === '*'
          ? 'API Gateway refuses AllowCredentials together with the origin "*" when this is deployed. Name the origins.'
          : `"${text}" with AllowCredentials lets every page of that scheme act as the user. Name the origins.`,
      ),
    ];
  if (text === '*') return [];
  if (open)
    return [
      {
        rule: 'any-origin-of-a-scheme',
        severity: 'warning',
        span,
        message: `"${text}" lets in every page of that scheme: its "*" is no name of a host. Name the origins, or write "*" if everybody is meant.`,
      },
    ];
  const { value, repaired } = readAllowedOrigin(text);
  if (value?.kind === 'subdomains' || text.includes('*'))
    return [
      problem(
        'origin-pattern',
        span,
        `"${text}": API Gateway has no wildcard but *, http://* and https://*. List the names.`,
      ),
    ];
  if (value?.kind === 'exact' && letsIn(text, text)) return [];
  const meant = repaired?.kind === 'exact' ? ` Write ${repaired.origin}.` : '';
  return [
    problem(
      'allow-origin-not-valid',
      span,
      `"${text}" is compared as it stands and is no origin that a browser sends.${meant}`,
    ),
  ];
}

function methodProblems({ text, span }: Entry): readonly ConfigProblem[] {
  if (isMethod(text)) return [];
  const upper = text.toUpperCase();
  const meant = isMethod(upper) ? ` Write ${upper}.` : '';
  return [
    problem('method-not-taken', span, `API Gateway does not take the method "${text}".${meant}`),
  ];
}

function ageProblems({ maxAge }: HttpCors): readonly ConfigProblem[] {
  if (maxAge === null || (maxAge.seconds >= -1 && maxAge.seconds <= LONGEST)) return [];
  const message = `API Gateway takes MaxAge from -1 to ${LONGEST} seconds.`;
  return [problem('max-age-out-of-range', maxAge.span, message)];
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html#http-api-cors-default-route */
function guardProblems({ routes }: HttpApi): readonly ConfigProblem[] {
  const all = routes ?? [];
  const free = all.some(
    ({ method, path, guarded }) =>
      method === 'OPTIONS' && !guarded && /^\/\{\w+\+\}$/.test(path ?? ''),
  );
  if (free) return [];
  return all
    .filter(({ method, guarded }) => guarded && (method === 'ANY' || method === 'OPTIONS'))
    .filter(
      ({ path }) =>
        !all.some((each) => each.method === 'OPTIONS' && !each.guarded && each.path === path),
    )
    .map((route) =>
      problem(
        'authorizer-refuses-preflights',
        route.span,
        `Preflights come to the route ${routeKey(route)}, too, and its authorizer refuses them with 401: they carry no login. Add a route "OPTIONS ${route.path ?? '/{proxy+}'}" without an authorizer.`,
      ),
    );
}
