import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { callsOf, functionsOf, importsOf, type Source, sourcesIn } from '../test/support/source-tree.ts'

const generated = new Set(['app/db/schema.ts', 'web/src/api/schema.d.ts'])
const everything = ['app', 'web', 'stripe-simulator', 'test'].flatMap(sourcesIn).filter(({ name }) => !generated.has(name))
const application = everything.filter(({ name, isTest }) => name.startsWith('app/') && !isTest)
const product = everything.filter(({ isTest }) => !isTest)

/** From the ground up: a folder imports from those before it, never from those after. */
const layers = [
  'words',
  'db',
  'identity',
  'stripe',
  'platform/convenience-fee.ts',
  'integrations',
  'catalogue',
  'customers',
  'orders',
  'receivables',
  'payments',
  'reconciliation',
  'platform',
  'notifications',
  'office',
  'demo',
  'worker',
  'http',
  'startup',
]

/** Shapes of things that are made above and handed down with the dependencies; nothing is called by name. */
const shapesHandedDown = new Set(['app/identity/actor.ts', 'app/notifications/mailer.ts'])

function layerOf(name: string): number {
  const path = name.replace('app/', '')
  const own = layers.indexOf(path)
  return own >= 0 ? own : layers.indexOf(path.split('/')[0]!)
}

/** One line per call that breaks a rule. */
function callsWhere(sources: Source[], breaks: (call: ReturnType<typeof callsOf>[number], source: Source) => boolean): string[] {
  return sources.flatMap((source) =>
    callsOf(source)
      .filter((call) => breaks(call, source))
      .map(({ callee, args, line }) => `${source.name}:${line} ${callee}(${args.join(', ').slice(0, 60)})`),
  )
}

describe('imports point one way', () => {
  const imports = application.filter(({ name }) => name.split('/').length > 2).flatMap(importsOf)

  test('every folder of the application has its place in the order', () => {
    const folders = application.filter(({ name }) => name.split('/').length > 2).map(({ name }) => name.split('/')[1]!)
    expect([...new Set(folders)].filter((folder) => !layers.includes(folder))).toEqual([])
  })

  test('no folder imports from one above it', () => {
    const upward = imports.filter(({ from, to, typeOnly }) => {
      if (!to.startsWith('app/') || to.split('/').length < 3) return false
      if (typeOnly && shapesHandedDown.has(to)) return false
      return layerOf(to) > layerOf(from)
    })
    expect(upward.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  test('Stripe’s adapter knows no domain', () => {
    const known = imports.filter(({ from, to }) => from.startsWith('app/stripe/') && /^app\/[^/]+\//.test(to))
    expect(known.filter(({ to }) => !to.startsWith('app/stripe/')).map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  test('Stripe’s SDK is imported in one folder only', () => {
    const users = application.filter((source) => importsOf(source).some(({ to }) => to === 'stripe' || to.startsWith('stripe/')))
    expect(users.map(({ name }) => name).filter((name) => !name.startsWith('app/stripe/'))).toEqual([])
    expect(users.length).toBeGreaterThan(0)
  })

  test('the application and the simulator share no code', () => {
    const between = product.flatMap(importsOf).filter(({ from, to }) => {
      const [ours, theirs] = [
        from.startsWith('stripe-simulator/'),
        to.startsWith('stripe-simulator') || to.startsWith('@florin/'),
      ]
      return (ours && /^(app|web)\//.test(to)) || (!ours && theirs)
    })
    expect(between.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })

  test('the web pages know the application by its API alone', () => {
    const reaching = product.flatMap(importsOf).filter(({ from, to }) => from.startsWith('web/') && to.startsWith('app/'))
    expect(reaching.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
  })
})

describe('sizes stay readable', () => {
  test('no file is longer than 300 lines', () => {
    expect(everything.filter(({ lines }) => lines > 300).map(({ name, lines }) => `${name}: ${lines}`)).toEqual([])
  })

  test('no function is longer than 70 lines', () => {
    // A test's describe block is a list of tests, not a function that anybody has to hold in their head.
    const long = product.flatMap((source) =>
      functionsOf(source)
        .filter(({ lines }) => lines > 70)
        .map(({ name, lines }) => `${source.name} ${name}: ${lines}`),
    )
    expect(long).toEqual([])
  })

  test('no file hides behind a name that says nothing', () => {
    expect(
      everything.filter(({ name }) => /(utils?|helpers?|manager|misc|common)\b/i.test(name)).map(({ name }) => name),
    ).toEqual([])
  })

  test('nothing is skipped, focused or silenced', () => {
    const marks = [/\b(test|it|describe)\.(skip|only|todo)\b/, /@ts-(ignore|nocheck)/, /biome-ignore/, /:\s*any\b/]
    const found = everything.filter(({ name }) => name !== 'app/tidy.test.ts')
    expect(found.filter(({ text }) => marks.some((mark) => mark.test(text))).map(({ name }) => name)).toEqual([])
  })
})

describe('money is whole numbers', () => {
  test('nothing makes or rounds an amount with floats', () => {
    const floating = /^(parseFloat|Number\.parseFloat|Math\.(round|floor|ceil|trunc))$|\.toFixed$/
    const found = callsWhere(product, ({ callee, args }) => {
      if (!floating.test(callee)) return false
      // A rate is no money: basis points may be shown as a percentage.
      return /minor|amount|total|fee|price|due|paid/i.test(`${callee} ${args.join(' ')}`.replace(/\w+\.basisPoints/g, ''))
    })
    expect(found).toEqual([])
  })

  test('no amount is divided into a fraction', () => {
    const divided = product.filter(({ text }) => /\w+Minor\b\)?\s*\/\s*[\w(]/.test(text))
    expect(divided.map(({ name }) => name)).toEqual([])
  })

  test('every amount in the database is a whole number', () => {
    const folder = join(import.meta.dirname, 'db/migrations')
    const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    expect(lines.filter((line) => /\b(real|double precision|float\d?|numeric|money)\b/.test(line.replace(/--.*/, '')))).toEqual(
      [],
    )
    const amounts = lines.filter((line) => /^\s+\w+_minor\s/.test(line))
    expect(amounts.length).toBeGreaterThan(10)
    expect(amounts.filter((line) => !/_minor\s+(bigint|integer)\b/.test(line))).toEqual([])
  })
})

describe('days and numbers are what people mean', () => {
  const pages = product.filter(({ name }) => /^web\/src\/.*\.tsx?$/.test(name))

  test('a day is shown as a day and a moment as a moment', () => {
    const wrong = pages.flatMap(({ name, text }) =>
      [
        ...text.matchAll(
          /(?:<(Day|Moment)Text value=\{|\b(day|weekday|moment|deadline|deadlineTime|dayOfMoment)Words\()([\w.?!]*)/g,
        ),
      ]
        .map(([, part, verb, shown]) => ({ isDay: /^(day|weekday)$/i.test(part ?? verb ?? ''), shown: shown!, name }))
        // Names say which is which: placedOn, shipDate and day are days; placedAt and at are moments.
        .filter(({ isDay, shown }) => (isDay ? /(At|^at|\.at|From|since)$/.test(shown) : /(On|Date|[dD]ay)$/.test(shown))),
    )
    expect(wrong).toEqual([])
  })

  test('no page asks the browser’s calendar', () => {
    const allowed = new Set(['web/src/words/calendar.ts', 'web/src/words/date-words.ts'])
    const local = /\.(get(Date|Day|Month|FullYear|Hours|Minutes|TimezoneOffset)|toLocale\w*String|toDateString)$|DateTimeFormat$/
    expect(
      callsWhere(
        pages.filter(({ name }) => !allowed.has(name)),
        ({ callee }) => local.test(callee),
      ),
    ).toEqual([])
  })

  test('only one place makes a moment a day of the seller', () => {
    const zoned = application.filter(
      ({ name, text }) => name !== 'app/sorted-page.ts' && /AT TIME ZONE(?! c\.time_zone AS at)/.test(text),
    )
    expect(zoned.map(({ name }) => name)).toEqual([])
  })

  test('numbers that people type are read in one place', () => {
    const allowed = new Set([
      'web/src/words/read-number.ts',
      'web/src/operator/fees/fee-words.ts',
      'web/src/shop/theme/accent-palette.ts',
    ])
    const reading = /^(Number|parseInt|parseFloat|Number\.(parseInt|parseFloat))$/
    const readers = callsWhere(pages, ({ callee, args }, { name }) => {
      if (allowed.has(name)) return false
      // The number of a mail in an address is a name, not a figure.
      return reading.test(callee) && !/\.mailId$/.test(args[0] ?? '')
    })
    const fields = pages.filter(({ name, text }) => {
      if (name === 'web/src/parts/number-field.tsx') return false
      return /\bNumberInput\b|type="number"|inputMode="decimal"/.test(text)
    })
    expect([...readers, ...fields.map(({ name }) => name)]).toEqual([])
  })
})

describe('time, data and companies come through their doors', () => {
  test('the clock is read in one place', () => {
    const allowed = new Set(['app/clock.ts', 'stripe-simulator/src/index.ts'])
    const servers = product.filter(({ name }) => !name.startsWith('web/') && !allowed.has(name))
    const found = callsWhere(servers, ({ callee, args }) => callee === 'Date.now' || (callee === 'new Date' && args.length === 0))
    expect(found).toEqual([])
  })

  test('connections to the database are made in its own folder only', () => {
    const found = callsWhere(application, ({ callee }, { name }) => {
      if (name.startsWith('app/db/')) return false
      return /^new (pg\.)?(Pool|Client|Kysely|PostgresDialect)\b/.test(callee) || /\.pool\.(query|connect)$/.test(callee)
    })
    expect(found).toEqual([])
  })

  test('no company is ever taken from what a caller sends', () => {
    const found = callsWhere(application, ({ callee, args }) => {
      if (!/(^|\.)withCompany$/.test(callee)) return false
      return /\b(body|params|query|headers|payload|metadata)\b/.test(args[0] ?? '')
    })
    expect(found).toEqual([])
  })

  test('nothing waits for an amount of time in a test', () => {
    // What starts servers for tests may look again and again, with a bound; a test itself waits for conditions alone.
    const tests = everything.filter(({ name }) => name.endsWith('.test.ts') || /^test\/(stories|money|faults|browser)/.test(name))
    const found = callsWhere(tests, ({ callee }) => /^(sleep|wait|delay|setTimeout|page\.waitForTimeout)$/.test(callee))
    expect(found).toEqual([])
  })
})
