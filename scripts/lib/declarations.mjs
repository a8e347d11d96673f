// What an entry of the package exports, read from the declarations that tsc writes (.d.ts):
// TypeScript 7 has no compiler API for tools like TypeDoc, so a parser reads them.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'oxc-parser';

const parsed = new Map();

/** One file of declarations: its text, statements, and the JSDoc before an offset. */
function parse(file) {
  const known = parsed.get(file);
  if (known) return known;
  const text = readFileSync(file, 'utf8');
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'));
  const docBefore = (offset) => {
    const before = docs.findLast(({ end }) => end <= offset);
    const adjacent = before && text.slice(before.end, offset).trim() === '';
    return adjacent ? plainDoc(before.value) : null;
  };
  const result = { file, text, body: program.body, docBefore };
  parsed.set(file, result);
  return result;
}

/** A JSDoc comment without its stars. */
function plainDoc(value) {
  return value
    .slice(1)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}

/**
 * The documentation of an entry's own file and everything that it exports.
 * @returns { doc, exports: [{ name, kind, doc, code }] } in the order of the entry
 */
export function readEntry(file) {
  const { body, docBefore } = parse(file);
  const found = exportsOf(file);
  return { doc: body[0] ? docBefore(body[0].start) : null, exports: [...found.values()] };
}

/** Every export of a file by its name, followed to its declaration. */
function exportsOf(file) {
  const { body } = parse(file);
  const found = new Map();
  for (const statement of body) {
    if (statement.type === 'ExportAllDeclaration' && isOurs(statement.source))
      for (const [name, each] of exportsOf(resolve(file, statement.source.value)))
        found.set(name, each);
    if (statement.type !== 'ExportNamedDeclaration') continue;
    if (statement.declaration) {
      const name = nameOf(statement.declaration);
      const each = describe(file, statement, statement.declaration, name);
      found.set(name, overloaded(found.get(name), each));
      continue;
    }
    // What another package declares is documented there.
    if (statement.source && !isOurs(statement.source)) continue;
    for (const { local, exported } of statement.specifiers) {
      const from = statement.source ? resolve(file, statement.source.value) : file;
      const each = statement.source
        ? (exportsOf(from).get(local.name) ?? null)
        : localDeclaration(file, local.name);
      if (each === null) throw new Error(`${file}: ${local.name} is declared nowhere`);
      if (each) found.set(exported.name, { ...each, name: exported.name });
    }
  }
  return found;
}

/** Another declaration of the same name: an overload, or an interface that goes on. */
function overloaded(before, each) {
  if (!before) return each;
  return { ...each, doc: before.doc ?? each.doc, code: `${before.code}\n${each.code}` };
}

function isOurs({ value }) {
  return value.startsWith('.');
}

function resolve(file, specifier) {
  return join(dirname(file), specifier.replace(/\.js$/, '.d.ts'));
}

/** What a file exports under a name that it declares or imports; undefined where another package has it. */
function localDeclaration(file, name) {
  for (const statement of parse(file).body) {
    if (statement.type === 'ImportDeclaration')
      for (const { local, imported } of statement.specifiers)
        if (local.name === name)
          return isOurs(statement.source)
            ? (exportsOf(resolve(file, statement.source.value)).get(imported.name) ?? null)
            : undefined;
    const declaration = statement.declaration ?? statement;
    if (nameOf(declaration) === name) return describe(file, statement, declaration, name);
  }
  return null;
}

function nameOf(declaration) {
  return declaration.id?.name ?? declaration.declarations?.[0]?.id.name ?? null;
}

const KINDS = {
  TSDeclareFunction: 'function',
  FunctionDeclaration: 'function',
  VariableDeclaration: 'constant',
  ClassDeclaration: 'class',
  TSInterfaceDeclaration: 'type',
  TSTypeAliasDeclaration: 'type',
};

function describe(file, statement, declaration, name) {
  const { text, docBefore } = parse(file);
  const code = text.slice(declaration.start, declaration.end).replace(/^declare /, '');
  return { name, kind: KINDS[declaration.type] ?? 'type', doc: docBefore(statement.start), code };
}
