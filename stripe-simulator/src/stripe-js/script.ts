import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { joinModules } from './join-modules.ts'

/** The scripts there are for browsers: what a seller's page loads, and what runs inside its iframes. */
export const scriptNames = ['stripe.js', 'element-page.js'] as const
export type ScriptName = (typeof scriptNames)[number]

const made = new Map<ScriptName, string>()

/** In the package the scripts lie ready beside this file; in the repository they are made of their source when first asked for. */
function makeScript(name: ScriptName): string {
  const isSource = import.meta.filename.endsWith('.ts')
  if (!isSource) return readFileSync(join(import.meta.dirname, 'browser', name), 'utf8')
  return joinModules(join(import.meta.dirname, '../../browser', name.replace(/\.js$/, '.ts')))
}

/** The text of a script for browsers. It is kept: it does not change while the simulator runs. */
export function browserScript(name: ScriptName): string {
  const script = made.get(name) ?? makeScript(name)
  made.set(name, script)
  return script
}
