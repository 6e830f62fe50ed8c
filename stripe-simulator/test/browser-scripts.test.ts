import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext, Script } from 'node:vm'
import { afterAll, expect, test } from 'vitest'
import { joinModules } from '../src/stripe-js/join-modules.ts'
import { browserScript, scriptNames } from '../src/stripe-js/script.ts'

const folder = mkdtempSync(join(tmpdir(), 'stripe-simulator-modules-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Some modules, joined from `entry.ts`. */
function joined(modules: Record<string, string>): string {
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, name), text)
  return joinModules(join(folder, 'entry.ts'))
}

test('modules are joined each with its own names, whatever they need first, and their types are gone', () => {
  const script = joined({
    'entry.ts': `import { total } from './sum.ts'\nimport { one, type Number } from './one-number.ts'\nconst own: Number = 3\ntell(total + one() + own)\n`,
    'sum.ts': `import { one } from './one-number.ts'\nconst own = 10\nexport const total: number = own + one()\n`,
    'one-number.ts': 'export type Number = number\nconst own = 1\nexport function one(): Number {\n  return own\n}\n',
  })
  const told: unknown[] = []
  runInNewContext(script, { tell: (value: unknown) => told.push(value) })
  expect(told).toEqual([15])
})

test.each([
  ['export default 1', 'export default 1'],
  ['export let count = 0', 'export let count'],
  ['const a = 1\nexport { a }', 'export { a }'],
  ["export { a } from './sum.ts'", "export { a } from './sum.ts'"],
  ["import * as all from './sum.ts'\nall", 'import * as all'],
  ["import { readFileSync } from 'node:fs'\nreadFileSync", "from 'node:fs'"],
  ["import { own as other } from './sum.ts'\nother", 'own as other'],
])('a module that says `%s` is not joined, and the reason is told', (text, reason) => {
  const start = () => joined({ 'entry.ts': text, 'sum.ts': 'export const own = 1\n' })
  expect(start).toThrow(`entry.ts has a form that is not joined here: `)
  expect(start).toThrow(reason)
})

test('modules that need each other in a circle are not joined', () => {
  const circle = {
    'entry.ts': "import { b } from './b.ts'\nexport const a = b\n",
    'b.ts': "import { a } from './entry.ts'\nexport const b = a\n",
  }
  expect(() => joined(circle)).toThrow('modules need each other in a circle: entry.ts,b.ts,entry.ts')
})

test.each(scriptNames)('%s is one plain script, as a page loads it', (name) => {
  expect(() => new Script(browserScript(name))).not.toThrow()
})
