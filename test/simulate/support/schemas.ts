import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const ajv = new Ajv2020({
  allErrors: true,
  strictTuples: false,
  strictRequired: false,
  strictTypes: false,
});

type Name =
  | 'scenario'
  | 'messages'
  | 'targets'
  | 'console'
  | 'simulation'
  | 'diagnosis'
  | 'contract'
  | 'kubernetes'
  | 'lint'
  | 'har'
  | 'check'
  | 'policy';

/** A check against one of the published schemas: what it finds wrong, as text; nothing where all is right. */
export function schema(name: Name): (json: unknown) => readonly string[] {
  if (name === 'har') load('diagnosis');
  const validate = load(name);
  return (json) => {
    validate(json);
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
}

/** A schema is compiled once: others refer to it by its name. */
function load(name: Name): ValidateFunction {
  const url = new URL(`../../../schema/${name}.schema.json`, import.meta.url);
  const json = JSON.parse(readFileSync(url, 'utf8')) as { readonly $id: string };
  return ajv.getSchema(json.$id) ?? ajv.compile(json);
}
