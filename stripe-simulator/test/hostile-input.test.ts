import { expect, test } from 'vitest'
import type { Simulator } from '../src/index.ts'
import { tellCount } from './counted.ts'
import { type Draw, drawFrom, hostile, whole } from './hostile.ts'
import { start } from './stage.ts'
import type { Exchange } from './walk/recording.ts'
import { walkOver } from './walk/walk.ts'

/** These end what the other requests need. */
const endings = /^(delete \/v1\/accounts\/[^/]+$|post \/oauth\/deauthorize|post \/v1\/accounts\/[^/]+\/reject)/
/** Seeds that once found something; each stays. */
const regressions = [7]
const requestsPerSeed = 250

/** A field that was right, made wrong in one way or another. */
function spoil(draw: Draw, [name, value]: [string, string], ids: string[]): [string, string][] {
  const bad = draw.below(3) === 0 ? draw.pick(ids) : draw.pick(hostile)
  return draw.pick<[string, string][]>([
    [],
    [[name, bad]],
    [[name, bad]],
    [[name, bad]],
    [[`${name}[]`, value]],
    [[`${name}[a]`, bad]],
    [[`${name}[__proto__]`, value]],
    [
      [name, value],
      [`${name}[0]`, bad],
    ],
    [
      [name, value],
      [draw.pick(['nobody_knows', 'expand[]', 'expand[0][a]', 'metadata', 'metadata[k][k]', 'constructor']), bad],
    ],
  ])
}

/** A request of the walk with one or two of its fields, or its path, spoilt. */
function spoilt(draw: Draw, exchange: Exchange, ids: string[]): { path: string; form: string } {
  const fields = [...new URLSearchParams(exchange.form)]
  const hit = new Set([draw.below(fields.length + 1), draw.below(fields.length + 1)])
  const form = fields.flatMap((field, index) => (hit.has(index) ? spoil(draw, field, ids) : [field]))
  const path = exchange.path.replaceAll(/(?<=\/)(?:acct|[a-z]+)_\w+/g, (id) =>
    draw.below(6) === 0 ? encodeURIComponent(draw.pick([...hostile.slice(1), ...ids])) : id,
  )
  return { path, form: new URLSearchParams(form).toString() }
}

const amounts = ['amount', 'amount_received', 'amount_refunded', 'fee', 'net', 'unit_amount', 'application_fee_amount']

/** Money that is no whole number of cents. */
function fractions({ state }: Simulator): unknown[] {
  const objects = Object.values(state.tables).flatMap((table) => table.rows().map(([, object]): object => object))
  return objects.filter((object) =>
    Object.entries(object).some(
      ([name, value]) => amounts.includes(name) && typeof value === 'number' && !Number.isSafeInteger(value),
    ),
  )
}

test('whatever is sent to any route: never a 500, always Stripe’s shape, and what is refused changes nothing', async ({
  task,
}) => {
  const { simulator } = await start()
  const walked = await walkOver(simulator)
  const { webhook_endpoint: endpoints } = simulator.state.tables
  for (const [account, { id }] of endpoints.rows()) endpoints.remove(account, id)
  await simulator.webhooks.flush()
  const exchanges = walked.filter(({ method, path }) => method !== 'get' && !endings.test(`${method} ${path}`))
  const ids = Object.values(simulator.state.tables).flatMap((table) => table.rows().map(([, { id }]) => id))
  const seeds = [...regressions, Date.now() % 1_000_000]
  let refused = 0
  for (const seed of seeds) {
    const draw = drawFrom(seed)
    let before = whole(simulator)
    for (let index = 0; index < requestsPerSeed; index += 1) {
      const exchange = draw.pick(exchanges)
      const { path, form } = spoilt(draw, exchange, ids)
      const account = exchange.account ? { 'stripe-account': exchange.account } : undefined
      const headers = {
        authorization: `Bearer ${simulator.secretKey}`,
        'content-type': 'application/x-www-form-urlencoded',
        ...account,
      }
      const answer = await fetch(`${simulator.url}${path}`, { method: exchange.method.toUpperCase(), headers, body: form })
      const said = (await answer.json()) as { error?: { payment_intent?: object; setup_intent?: object } }
      const what = { seed, index, request: `${exchange.method} ${path} ${decodeURIComponent(form)}` }
      expect({ ...what, status: answer.status, said }).toMatchObject(
        answer.ok ? what : { ...what, status: expect.toSatisfy((status) => status < 500) },
      )
      if (!answer.ok && !path.startsWith('/oauth'))
        expect({ ...what, said }).toMatchObject({
          ...what,
          said: { error: { type: expect.any(String), message: expect.any(String) } },
        })
      // A declined card is work that was done, and a refusal that shows an intent tells what became of it.
      const isKept = answer.status === 402 || said.error?.payment_intent || said.error?.setup_intent
      const isRefused = !answer.ok && !isKept
      if (isRefused) refused += 1
      const after = whole(simulator)
      if (isRefused) expect({ ...what, said, isSame: after === before }).toEqual({ ...what, said, isSame: true })
      before = after
    }
  }
  expect(fractions(simulator)).toEqual([])
  tellCount(
    { task },
    `Hostile requests, by seeds ${seeds.join(' and ')}: ${seeds.length * requestsPerSeed}, of which ${refused} were refused and changed nothing`,
  )
}, 120_000)
