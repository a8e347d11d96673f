import { MIMEType } from 'whatwg-mimetype';

/**
 * A media type whose charset, where it names one, is UTF-8; as it is where it
 * names none or is no media type. https://xhr.spec.whatwg.org/#dom-xmlhttprequest-send step 4
 */
export function contentTypeInUtf8(value: string): string {
  const type = MIMEType.parse(value);
  const charset = type?.parameters.get('charset');
  if (!type || charset === undefined || charset.toLowerCase() === 'utf-8') return value;
  type.parameters.set('charset', 'UTF-8');
  return type.toString();
}
