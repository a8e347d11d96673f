import { ANY_ORIGIN, type CorsPolicy } from '../../policy/index.js';
import {
  emitCode,
  exposedList,
  headersToList,
  libraryReasons,
  pathPrefix,
} from '../support/library.js';
import { originGroups } from '../support/origin-groups.js';
import { escapeRegex } from '../support/origin-regex.js';
import { pythonComment, pythonList, pythonRegex } from '../support/python.js';
import type { CodeTarget, Place } from '../target.js';

const NAME = 'django-cors-headers';

/** Django with django-cors-headers: settings. https://github.com/adamchainz/django-cors-headers */
export const target: CodeTarget = {
  kind: 'code',
  id: 'django',
  title: 'Django (django-cors-headers)',
  group: 'framework',
  language: 'python',
  file: 'settings.py',
  traces: { headers: [/^server: WSGIServer\/\S+ CPython\//] },
  emit: (policy, place) =>
    emitCode(libraryReasons(policy, { name: NAME, noZeroMaxAge: true }), () => ({
      where: 'at the end of settings.py, after INSTALLED_APPS and MIDDLEWARE',
      lines: settings(policy, place),
      reload:
        'Run `pip install django-cors-headers` and `python manage.py check`, then restart the server.',
      notes: notes(policy),
    })),
};

function settings(policy: CorsPolicy, place: Place): string[] {
  const { any, exact, patterns } = originGroups(policy);
  const prefix = pathPrefix(place);
  const { methods } = policy;
  const regexes = patterns.flatMap((each) => [
    `    ${pythonComment(each)}`,
    `    ${pythonRegex(each)},`,
  ]);
  return [
    'INSTALLED_APPS = [*INSTALLED_APPS, "corsheaders"]',
    '# Before all middleware that can answer: a preflight carries no credentials.',
    'MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]',
    '',
    ...(prefix === '' ? [] : [`CORS_URLS_REGEX = r"^${escapeRegex(prefix)}(?:/|\\Z)"`]),
    any ? 'CORS_ALLOW_ALL_ORIGINS = True' : `CORS_ALLOWED_ORIGINS = ${pythonList(exact)}`,
    ...(regexes.length === 0 ? [] : ['CORS_ALLOWED_ORIGIN_REGEXES = [', ...regexes, ']']),
    `CORS_ALLOW_METHODS = ${pythonList(methods === '*' ? ['*'] : methods.length === 0 ? ['GET'] : methods)}`,
    `CORS_ALLOW_HEADERS = ${pythonList(headersToList(policy))}`,
    ...(policy.exposedHeaders.length === 0
      ? []
      : [`CORS_EXPOSE_HEADERS = ${pythonList(exposedList(policy))}`]),
    ...(policy.credentials ? ['CORS_ALLOW_CREDENTIALS = True'] : []),
    policy.maxAge === null
      ? '# 0: the header is not sent.\nCORS_PREFLIGHT_MAX_AGE = 0'
      : `CORS_PREFLIGHT_MAX_AGE = ${policy.maxAge}`,
  ];
}

function notes(policy: CorsPolicy): string[] {
  return [
    'Leave out the first two lines where corsheaders is already among the apps and the middleware, and move CorsMiddleware to the first place of MIDDLEWARE.',
    'Take out other settings whose names begin with CORS_: CORS_ORIGIN_WHITELIST and the like are old names of the same.',
    ...(policy.credentials
      ? [
          'Access-Control-Allow-Credentials is also sent to origins that are not allowed; without Access-Control-Allow-Origin it opens nothing.',
          'For unsafe methods with Django’s CSRF protection, name the origins in CSRF_TRUSTED_ORIGINS too; cookies need SameSite=None and Secure.',
        ]
      : []),
    ...(policy.origins.includes(ANY_ORIGIN)
      ? ['Never add CORS_ALLOW_CREDENTIALS to this: every origin is then echoed with credentials.']
      : []),
  ];
}
