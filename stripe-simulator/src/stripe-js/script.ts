import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder with what runs in browsers; beside `package.json`, wherever this file was built to. */
function browserFolder(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder)
  return join(folder, 'browser')
}

/** The modules of each script in the order in which they need each other. */
const modulesOf = {
  'stripe.js': ['frame.js', 'elements.js', 'confirm.js', 'checkout.js', 'stripe.js'],
  'element-page.js': ['card-entry.js', 'element-page.js'],
} as const
export type ScriptName = keyof typeof modulesOf

const made = new Map<ScriptName, string>()

/**
 * A script for a plain `<script src>`, as Stripe.js is one: its modules joined inside one function. Their names are all
 * different, so that imports and exports can simply go away.
 */
export function browserScript(name: ScriptName): string {
  const known = made.get(name)
  if (known !== undefined) return known
  const folder = browserFolder()
  const texts = modulesOf[name].map((file) =>
    readFileSync(join(folder, file), 'utf8')
      .replaceAll(/^import [\s\S]*? from '.*'$/gm, '')
      .replaceAll(/^export /gm, ''),
  )
  const script = `(() => {\n'use strict'\n${texts.join('\n')}\n})()\n`
  made.set(name, script)
  return script
}
