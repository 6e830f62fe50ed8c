import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root, type Step, script } from './steps.ts'

const tsc = 'node_modules/typescript-native/bin/tsc'

/** What can be said of the code without running it, and of the files that are generated from other files. */
export const checks: Step[] = [
  script('types: application, simulator, tests', tsc, ['-p', '.']),
  script('types: web pages', tsc, ['-p', 'web']),
  script('types: stand-in for Stripe.js', tsc, ['-p', 'stripe-simulator/tsconfig.browser.json']),
  script('format and lint', 'node_modules/@biomejs/biome/bin/biome', ['ci', '--reporter=summary', '.']),
  script('nothing unused', 'node_modules/knip/bin/knip.js', ['--no-progress', '--no-config-hints']),
  generatedTables(),
  script('API types are current', 'web/generate-api.ts', ['--check']),
]

/** app/db/schema.ts is written from a freshly migrated database; when that changes it, it was not current. */
function generatedTables(): Step {
  const file = join(root, 'app/db/schema.ts')
  const generate = script('table types are current', 'app/db/generate-schema.ts')
  const format = script('format', 'node_modules/@biomejs/biome/bin/biome', ['check', '--write', 'app/db/schema.ts'])
  return {
    name: generate.name,
    run: async () => {
      const before = await readFile(file, 'utf8')
      const outcome = await generate.run()
      if (outcome.ok) await format.run()
      if (!outcome.ok || (await readFile(file, 'utf8')) === before) return outcome
      return { ...outcome, ok: false, output: 'app/db/schema.ts was not current. It has been written anew: commit it.' }
    },
  }
}
