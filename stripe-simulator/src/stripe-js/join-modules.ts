import { readFileSync } from 'node:fs'
import nodeModule from 'node:module'
import { basename, dirname, join } from 'node:path'

/** The only form of import there is between these modules, once types are gone. */
const imports = /^import \{([^}]*)\} from '(\.\/[\w-]+\.ts)'$/gm
/** The only forms of export: a constant, a function or a class, where it is declared. */
const exported = /^export (?=(?:const|(?:async )?function|class) (\w+))/gm

/** A variable for what a module exports; no file name can make the same one as another. */
const variableOf = (file: string): string => `$${basename(file, '.ts').replaceAll('-', '$')}`

/** One module as a function that is called at once, so that its names are its own. @throws when it is written in another form. */
function wrapped(file: string, text: string): string {
  const names = [...text.matchAll(exported)].map(([, name]) => name)
  const body = text
    .replaceAll(imports, (_, wanted: string, from: string) => `const {${wanted}} = ${variableOf(from)}`)
    .replaceAll(exported, '')
  const [other] = /^(?:import|export)\b.*|^const \{[^}]*\bas\b[^}]*\} = \$.*/m.exec(body) ?? []
  if (other) throw new Error(`${basename(file)} has a form that is not joined here: ${other}`)
  return `const ${variableOf(file)} = (() => {\n${body}\nreturn { ${names.join(', ')} }\n})()`
}

/** Adds a module after all that it needs. @throws when modules need each other in a circle. */
function collect(file: string, done: Map<string, string>, open: string[]): void {
  if (open.includes(file)) throw new Error(`modules need each other in a circle: ${[...open, file].map((one) => basename(one))}`)
  if (done.has(file)) return
  const text = nodeModule.stripTypeScriptTypes(readFileSync(file, 'utf8'))
  for (const [, , from] of text.matchAll(imports)) collect(join(dirname(file), from!), done, [...open, file])
  done.set(file, wrapped(file, text))
}

/**
 * TypeScript modules as one script for a plain `<script src>`: types stripped by Node itself, each module a function of
 * its own, in the order in which they need each other.
 *
 * @param entry the path of the module that needs the others.
 * @throws when a module imports or exports in another form than `import { a } from './b.ts'` and `export const a`.
 */
export function joinModules(entry: string): string {
  const done = new Map<string, string>()
  collect(entry, done, [])
  return `(() => {\n'use strict'\n${[...done.values()].join('\n')}\n})()\n`
}
