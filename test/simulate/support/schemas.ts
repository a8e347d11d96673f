import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const ajv = new Ajv2020({
  allErrors: true,
  strictTuples: false,
  strictRequired: false,
  strictTypes: false,
});

/** A check against one of the published schemas: what it finds wrong, as text; nothing where all is right. */
export function schema(
  name: 'scenario' | 'simulation' | 'diagnosis' | 'contract',
): (json: unknown) => readonly string[] {
  const url = new URL(`../../../schema/${name}.schema.json`, import.meta.url);
  const validate = ajv.compile(JSON.parse(readFileSync(url, 'utf8')) as object);
  return (json) => {
    validate(json);
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
}
