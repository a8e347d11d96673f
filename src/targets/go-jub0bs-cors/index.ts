import { writeAllowedOrigin, type AllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import { goItems } from '../support/go.js';
import { emitCode, exposedList, libraryReasons, pathPrefix } from '../support/library.js';
import type { CodeTarget, Place } from '../target.js';

const NAME = 'jub0bs/cors';
/** What it takes for secure without https: https://github.com/jub0bs/cors/blob/main/config.go, Config.Origins. */
const SECURE = /^https:|^[^:]+:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::|$)/;

/** Go with jub0bs/cors. https://github.com/jub0bs/cors */
export const target: CodeTarget = {
  kind: 'code',
  id: 'go-jub0bs-cors',
  title: 'Go (jub0bs/cors)',
  group: 'framework',
  language: 'go',
  file: 'cors.go',
  emit: (policy, place) =>
    emitCode(reasons(policy), () => ({
      where:
        'a file cors.go beside main.go; then http.ListenAndServe(address, withCORS(handler)), around authentication',
      lines: policy.origins.length === 0 ? NOBODY : code(policy, place),
      reload: 'Run `go get github.com/jub0bs/cors` and `go build ./...`, then restart the server.',
      notes: policy.origins.length === 0 ? [] : notes(policy),
    })),
};

const NOBODY = [
  'package main',
  '',
  'import "net/http"',
  '',
  '// No CORS: no page of another origin may read.',
  'func withCORS(next http.Handler) http.Handler {',
  '\treturn next',
  '}',
];

function reasons(policy: CorsPolicy): string[] {
  const found = libraryReasons(policy, { name: NAME });
  if (policy.origins.some(({ kind }) => kind === 'null'))
    found.push(`${NAME} refuses the origin null; give the page an origin of its own.`);
  for (const each of policy.origins)
    if (each.kind === 'subdomains' && each.depth === 'one')
      found.push(
        `In ${NAME} ${writeAllowedOrigin(each)} stands for any number of labels; name the origins, or allow ${writeAllowedOrigin({ ...each, depth: 'any' })}.`,
      );
  if (policy.maxAge !== null && policy.maxAge > 86_400)
    found.push(`${NAME} refuses more than 86400 seconds; no browser remembers longer.`);
  return found;
}

function isInsecure(allowed: AllowedOrigin): boolean {
  return !SECURE.test(writeAllowedOrigin(allowed));
}

function code(policy: CorsPolicy, place: Place): string[] {
  const prefix = pathPrefix(place);
  const { methods, requestHeaders, maxAge } = policy;
  const list = (name: string, texts: readonly string[]): string[] =>
    texts.length === 0 ? [] : [`\t\t${name}: []string${goItems(texts, '\t\t')},`];
  const origins = policy.origins.map((each) => writeAllowedOrigin(each).replace('**.', '*.'));
  return [
    'package main',
    '',
    'import (',
    '\t"log"',
    '\t"net/http"',
    ...(prefix === '' ? [] : ['\t"strings"']),
    '',
    '\t"github.com/jub0bs/cors"',
    ')',
    '',
    'func withCORS(next http.Handler) http.Handler {',
    '\tc, err := cors.NewMiddleware(cors.Config{',
    ...list('Origins', origins),
    ...(policy.credentials ? ['\t\tCredentialed: true,'] : []),
    ...list('Methods', methods === '*' ? ['*'] : methods),
    ...list('RequestHeaders', requestHeaders === '*' ? ['*'] : requestHeaders),
    ...list('ResponseHeaders', exposedList(policy)),
    ...(maxAge === null ? [] : [`\t\tMaxAgeInSeconds: ${maxAge === 0 ? -1 : maxAge},`]),
    ...(policy.credentials && policy.origins.some(isInsecure)
      ? ['\t\tDangerouslyTolerateInsecureOrigins: true,']
      : []),
    '\t})',
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    ...(prefix === '' ? ['\treturn c.Wrap(next)'] : below(prefix)),
    '}',
  ];
}

function below(prefix: string): string[] {
  return [
    '\twith := c.Wrap(next)',
    '\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {',
    `\t\tif strings.HasPrefix(r.URL.Path+"/", ${JSON.stringify(`${prefix}/`)}) {`,
    '\t\t\twith.ServeHTTP(w, r)',
    '\t\t} else {',
    '\t\t\tnext.ServeHTTP(w, r)',
    '\t\t}',
    '\t})',
  ];
}

function notes(policy: CorsPolicy): string[] {
  return [
    'withCORS has to be outermost: it answers preflights itself, before authentication.',
    'NewMiddleware returns an error for what the library takes for insecure or useless, such as names that no page can send or sub-domains of a public suffix with credentials.',
    ...(policy.credentials && policy.origins.some(isInsecure)
      ? ['Origins without TLS get credentials: whoever is on the network can act as such a page.']
      : []),
  ];
}
