// Writes what runs in browsers into the package, as JavaScript: `node build-browser.ts FOLDER`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { browserScript, scriptNames } from './src/stripe-js/script.ts'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('a folder to write to is needed')
mkdirSync(folder, { recursive: true })
for (const name of scriptNames) writeFileSync(join(folder, name), browserScript(name))
