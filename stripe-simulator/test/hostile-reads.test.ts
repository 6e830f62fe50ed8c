import { expect, test } from 'vitest'
import { controlRoutes } from '../src/control.ts'
import { pageRoutes } from '../src/pages/routes.ts'
import { endpoints } from '../src/routes.ts'
import { stripeJsRoutes } from '../src/stripe-js/routes.ts'
import { tellCount } from './counted.ts'
import { drawFrom, hostile, whole } from './hostile.ts'
import { start } from './stage.ts'
import { walkOver } from './walk/walk.ts'

const requests = 700
const names = [
  'limit',
  'starting_after',
  'ending_before',
  'created',
  'created[gt]',
  'created[never]',
  'expand[]',
  'expand[0][0]',
  'customer',
  'charge',
  'payout',
  'type',
  'status',
  'query',
  'page',
  '__proto__[a]',
  'constructor',
  'limit[]',
  '[',
]
const paths = [
  'data',
  'data.customer',
  'a.b.c.d.e',
  'data.charge.payment_intent.customer',
  '__proto__',
  'data.__proto__',
  '..',
  'id',
]
const queries = [
  "email:'a",
  "metadata['__proto__']:'b'",
  'amount>x',
  '(',
  "-created<1 OR amount>3 AND status:'x'",
  "currency~'usd'",
]

/** Only the addresses are wanted of these routes. */
const nobody = () => {
  throw new Error('nobody is to be asked')
}

test('whatever is read: never a 500, always Stripe’s shape, and reading changes nothing', async ({ task }) => {
  const { simulator } = await start()
  await walkOver(simulator)
  const ids = Object.values(simulator.state.tables).flatMap((table) => table.rows().map(([, { id }]) => id))
  const reads = endpoints.filter(({ method }) => method === 'GET')
  const [connected = ''] = Object.keys(simulator.state.records.connections)
  const seed = Date.now() % 1_000_000
  const draw = drawFrom(seed)
  const before = whole(simulator)
  for (let index = 0; index < requests; index += 1) {
    const strange = (): string => (draw.below(2) === 0 ? draw.pick(ids) : draw.pick(hostile))
    const path = draw.pick(reads).path.replaceAll(/:[a-z_]+/gi, () => encodeURIComponent(strange() || 'x'))
    const query = new URLSearchParams(path.endsWith('/search') ? { query: draw.pick(queries) } : {})
    for (let count = draw.below(4); count > 0; count -= 1) {
      const name = draw.pick(names)
      query.append(name, name.startsWith('expand') ? draw.pick(paths) : strange())
    }
    const account = draw.pick(['', connected, connected, connected, 'acct_none', 'constructor'])
    const authorization = `Bearer ${draw.below(9) === 0 ? 'pk_test_nobody' : simulator.secretKey}`
    const headers = { authorization, ...(account ? { 'stripe-account': account } : {}) }
    const answer = await fetch(`${simulator.url}${path}?${query}`, { headers })
    const what = { seed, index, path, query: String(query), account }
    const said: unknown = await answer.json()
    const shape = answer.ok
      ? { object: expect.any(String) }
      : { error: { type: expect.any(String), message: expect.any(String) } }
    expect({ ...what, said, isOurs: answer.status >= 500 }).toMatchObject({ ...what, said: shape, isOurs: false })
  }
  expect(whole(simulator) === before).toBe(true)
  tellCount({ task }, `Hostile reads, by seed ${seed}: ${requests} of ${reads.length} routes, none of which changed anything`)
}, 60_000)

test('a form that did not arrive whole is refused by every page and control call, without a 500', async () => {
  const { simulator } = await start()
  const before = whole(simulator)
  const posts = [...pageRoutes(nobody), ...stripeJsRoutes(nobody), ...controlRoutes(nobody)].filter(
    ({ method }) => method === 'POST',
  )
  expect(posts.length).toBeGreaterThan(30)
  for (const { path } of posts)
    for (const body of ['a=%ff', 'a=%00', `${'a[b]'.repeat(40)}=c`, Buffer.from([0x61, 0x3d, 0xff])]) {
      const url = `${simulator.url}${path.replaceAll(/:[a-z_]+/gi, 'nothing')}`
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const { status } = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' })
      expect([path, String(body), status]).toEqual([path, String(body), expect.toSatisfy((one) => one < 500)])
    }
  expect(whole(simulator) === before).toBe(true)
})
