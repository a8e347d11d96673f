import type {
  JsonSchemaType,
  JsonSchemaValidator,
  jsonSchemaValidator,
} from '@modelcontextprotocol/server';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import { nearest } from '../nearest.js';

/** The SDK's validator, with sentences that name the argument and what was meant. */
export class ArgumentValidator implements jsonSchemaValidator {
  readonly #inner = new AjvJsonSchemaValidator();

  getValidator<T>(schema: JsonSchemaType): JsonSchemaValidator<T> {
    const validate = this.#inner.getValidator<T>(schema);
    const { properties = {}, required = [] } = schema as {
      properties?: Readonly<Record<string, unknown>>;
      required?: readonly string[];
    };
    const known = Object.keys(properties);
    return (input) => {
      const result = validate(input);
      if (result.valid) return result;
      const given = typeof input === 'object' && input !== null ? Object.keys(input) : [];
      const sentences = [
        ...given.filter((name) => !known.includes(name)).map((name) => unknown(name, known)),
        ...required.filter((name) => !given.includes(name)).map((name) => `${name}: is missing.`),
      ];
      if (sentences.length === 0) sentences.push(result.errorMessage.replaceAll('data/', ''));
      return { ...result, errorMessage: sentences.join('\n') };
    };
  }
}

function unknown(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  const hint = near === null ? `There are: ${known.join(', ')}.` : `Did you mean ${near}?`;
  return `${name}: there is no such argument. ${hint}`;
}
