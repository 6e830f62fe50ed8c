import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newState } from '../src/state.ts'
import { tellCount } from './counted.ts'
import type { Exchange } from './walk/recording.ts'
import { walkEverywhere } from './walk/walk.ts'

type Json = { [field: string]: unknown }

/** So many of a kind: different ones show different fields, the hundredth shows nothing new. */
const perKindMax = 12
const compiler = join(import.meta.dirname, '../../node_modules/typescript-native/bin/tsc')
/** Where the SDK's types lie; the captures are compiled far away from this repository. */
const sdk = join(import.meta.dirname, '../../node_modules/stripe')
const nodeTypes = join(import.meta.dirname, '../../node_modules/@types/node')

const pascal = (words: string): string =>
  words
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

/** The SDK's name for an answer: by its `object`, which is how the SDK names its types. */
function typeOf(answer: Json): string {
  if ('access_token' in answer) return 'Stripe.OAuthToken'
  if (!('object' in answer)) return 'Stripe.OAuthDeauthorization'
  if (answer.object === 'item') return 'Stripe.LineItem'
  const pieces = String(answer.object).split('.').map(pascal)
  const last = pieces.pop()
  return ['Stripe', ...pieces, answer.deleted === true ? `Deleted${last}` : last].join('.')
}

/** JSON as an expression; what the SDK turns from text into a decimal number of its own is marked as one. */
const expression = (value: Json): string =>
  JSON.stringify(value, null, 1).replaceAll(/("\w+_decimal": )("[\d.]+")/g, '$1decimal($2)')

/** Every object that came over the wire, by the name of its type: answers, what lists hold, and one event of each type. */
function capturesOf(exchanges: Exchange[]): Map<string, Json[]> {
  const captures = new Map<string, Json[]>()
  const kept = new Set<string>()
  const keep = (object: Json): void => {
    const type = typeOf(object)
    const others = captures.get(type) ?? []
    const mark = type === 'Stripe.Event' ? String(object.type) : JSON.stringify(object)
    if (kept.has(mark) || (type !== 'Stripe.Event' && others.length >= perKindMax)) return
    kept.add(mark)
    captures.set(type, [...others, object])
  }
  for (const { path, body, status } of exchanges) {
    if (status !== 200 || path.startsWith('/v1/payment_pages/')) continue
    if (body.object === 'list' || body.object === 'search_result') for (const item of body.data as Json[]) keep(item)
    else keep(body)
  }
  return captures
}

const header = `import type Stripe from 'stripe'\ndeclare const decimal: (text: string) => Stripe.Decimal\n`
const source = (captures: Map<string, Json[]>): string =>
  [...captures].reduce(
    (text, [type, objects]) =>
      objects.reduce((soFar, object, index) => {
        const name = `${type.replaceAll('.', '_')}_${index}`
        return `${soFar}export const ${name} = ${expression(object)} satisfies ${type}\n`
      }, text),
    header,
  )

function compile(files: Record<string, string>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'stripe-types-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true })
  symlinkSync(sdk, join(folder, 'node_modules/stripe'))
  symlinkSync(nodeTypes, join(folder, 'node_modules/@types/node'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const options = { strict: true, noEmit: true, module: 'nodenext', target: 'es2024', types: ['node'], skipLibCheck: true }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }))
  return new Promise((resolve) => {
    execFile(process.execPath, [compiler, '-p', '.', '--pretty', 'false'], { cwd: folder }, (_error, out) => resolve(out))
  })
}

test('every object that comes over the wire satisfies the type the pinned SDK has for it', async ({ task }) => {
  const captures = capturesOf(await walkEverywhere())
  const charge = captures.get('Stripe.Charge')?.[0] ?? {}
  // The compiler has to see a wrong type, another kind of object, a missing field and one that is not there.
  const { livemode: _gone, ...shorter } = charge
  const broken = [{ ...charge, amount: 'ten' }, { ...charge, object: 'payment' }, shorter, { ...charge, colour: 'red' }]
  const complaints = await compile({
    'captures.ts': source(captures),
    'broken.ts': source(new Map([['Stripe.Charge', broken]])),
  })
  const lines = complaints.split('\n').filter((line) => line.includes('error TS'))
  expect(lines.filter((line) => !line.startsWith('broken.ts'))).toEqual([])
  expect(lines).toHaveLength(broken.length)
  const objects = [...captures.values()].flat().length
  // Nothing that the simulator keeps goes unseen.
  const seen = new Set([...captures.values()].flat().map((one) => one.object))
  const kept = Object.keys(newState({ account: '', clientId: '', name: '' }).tables)
  expect(kept.filter((kind) => !seen.has(kind))).toEqual([])
  tellCount({ task }, `The SDK’s types: ${objects} captured objects of ${captures.size} kinds compile against them`)
})
