import { readFileSync } from 'node:fs';
import type { ObjectSchema } from './tool.js';

/** A published schema as a tool's output schema. They are installed beside dist/, and this file is bundled to dist/bin/. */
export function publishedSchema(name: 'diagnosis' | 'policy' | 'check'): ObjectSchema {
  const url = new URL(`../../schema/${name}.schema.json`, import.meta.url);
  const { $id: _, ...schema } = JSON.parse(readFileSync(url, 'utf8')) as Record<string, unknown>;
  return { ...schema, type: 'object' };
}

/** An input schema: nothing else is allowed, so that a misspelt argument is not passed over. */
export function inputSchema(
  properties: Readonly<Record<string, object>>,
  required: readonly string[],
): ObjectSchema {
  return { type: 'object', additionalProperties: false, properties, required };
}

/** A text argument. */
export const text = (description: string): object => ({ type: 'string', description });

/** One of a closed list. */
export const oneOf = (values: readonly string[], description: string): object => ({
  type: 'string',
  enum: values,
  description,
});

/** A switch. */
export const flag = (description: string): object => ({ type: 'boolean', description });

/** A list of texts. */
export const texts = (description: string): object => ({
  type: 'array',
  items: { type: 'string' },
  description,
});
