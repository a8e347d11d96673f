import { corsSettings, parseBool, type IngressObject } from '../../targets/ingress-nginx/model.js';
import type { LintSubject, ObjectProblem, ObjectRule } from './rule.js';

/** Annotations by which an object loses the CORS headers that it asks for. */
export const losing: ObjectRule = (subject) =>
  subject.ingresses
    .filter(({ annotations }) => corsSettings(annotations, subject.controller.version) !== null)
    .flatMap((ingress) => [
      ...clientCertificate(ingress),
      ...customErrors(ingress, subject),
      ...snippetIf(ingress),
      ...wwwRedirect(ingress),
    ]);

function at(
  ingress: IngressObject,
  annotation: string,
  rest: Omit<ObjectProblem, 'ingress' | 'span'>,
): ObjectProblem[] {
  const given = ingress.annotations.get(annotation);
  return [{ ...rest, ingress, span: given?.span ?? ingress.span }];
}

function clientCertificate(ingress: IngressObject): ObjectProblem[] {
  const { annotations } = ingress;
  if (!annotations.has('auth-tls-secret')) return [];
  if ((annotations.get('auth-tls-verify-client')?.value ?? 'on') !== 'on') return [];
  return at(ingress, 'auth-tls-secret', {
    rule: 'preflight-without-certificate',
    severity: 'error',
    message:
      'Browsers send no client certificate with a preflight, and the controller answers 400 before it looks at CORS. Set auth-tls-verify-client: "optional" and let the API refuse, or give the API a host without it.',
  });
}

function customErrors(ingress: IngressObject, { controller }: LintSubject): ObjectProblem[] {
  if (!ingress.annotations.has('custom-http-errors') && controller.customHttpErrors.length === 0)
    return [];
  return at(ingress, 'custom-http-errors', {
    rule: 'custom-errors-lose-cors',
    severity: 'warning',
    message:
      'Error pages by custom-http-errors come without CORS headers: pages see a network error instead of the status. Leave the API out of it (custom-http-errors on its object), or let the default backend send the headers.',
  });
}

function snippetIf(ingress: IngressObject): ObjectProblem[] {
  const text = ingress.annotations.get('configuration-snippet')?.value ?? '';
  if (!/^\s*if\s*\(/m.test(text)) return [];
  return at(ingress, 'configuration-snippet', {
    rule: 'snippet-if-drops-cors',
    severity: 'warning',
    message:
      'Where an "if" of this snippet matches, all CORS headers of the annotations are gone: nginx takes the last "if" that matches, and theirs is one. Do without "if".',
  });
}

function wwwRedirect(ingress: IngressObject): ObjectProblem[] {
  if (parseBool(ingress.annotations.get('from-to-www-redirect')?.value) !== true) return [];
  return at(ingress, 'from-to-www-redirect', {
    rule: 'www-redirect-breaks-preflights',
    severity: 'note',
    message:
      'The other of the two names answers every request with a redirect, preflights too, which browsers refuse. Pages must call the name that is served.',
  });
}
