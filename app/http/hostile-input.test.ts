import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JsonSchema, replaced, sampleOf, spotsOf } from '../../test/support/sample-of.ts'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { allRoutes } from './routes.ts'
import { buildServer } from './server.ts'

type Parameter = { name: string; in: 'query' | 'path' | 'header'; required?: boolean; schema: JsonSchema }
type Operation = {
  tags: string[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: JsonSchema }> }
}
type Route = Operation & { method: NonNullable<InjectOptions['method']>; path: string; body: JsonSchema | null }

let t: TestApplication
let app: FastifyInstance
let routes: Route[]
const cookies: string[] = []

beforeAll(async () => {
  t = await createTestApplication()
  app = await buildServer(t.deps, allRoutes(t.deps))
  const seller = await t.addCompany('lily')
  const platform = await t.addCompany('florin', 'platform')
  const customer = await t.addCustomer(seller, 'Petal & Stem')
  await t.addPerson('admin@lily.example', seller, ['admin', 'warehouse', 'sales', 'receivables', 'credit_manager'])
  await t.addPerson('buyer@petal.example', seller, ['buyer_orders', 'buyer_pays'], customer)
  await t.addPerson('operator@florin.example', platform, ['operator'])
  const document = (await app.inject('/openapi.json')).json() as { paths: Record<string, Record<string, Operation>> }
  routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase() as Route['method'],
      path,
      body: operation.requestBody?.content['application/json']?.schema ?? null,
    })),
  )
})
beforeAll(signInAgain)
afterAll(async () => {
  await app.close()
  await t.close()
})

/** Some routes end sessions; whoever comes next comes with a new one. */
async function signInAgain() {
  await t.db.owner.query('DELETE FROM identity.limits')
  cookies.length = 0
  for (const email of ['admin@lily.example', 'buyer@petal.example', 'operator@florin.example'])
    cookies.push(await t.signIn(email))
}

type Sent = { body?: unknown; query?: string; raw?: string; path?: string }

/** Asks as everybody in turn, and takes the answer of somebody who may. */
async function ask(route: Route, { body, query = '', raw, path = route.path }: Sent) {
  let answer = await send(0)
  for (let who = 1; who < cookies.length && (answer.statusCode === 403 || answer.statusCode === 401); who++)
    answer = await send(who)
  return answer

  function send(who: number) {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    return app.inject({
      method: route.method,
      url: path.replace(/\{(\w+)\}/g, (_, name) => sampleOfPath(route, name)) + query,
      headers: {
        cookie: cookies[who]!,
        origin: t.deps.config.publicUrl,
        'idempotency-key': `once-${Math.random()}`,
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(payload === undefined ? {} : { payload }),
    })
  }
}

function sampleOfPath({ parameters = [] }: Route, name: string): string {
  return String(sampleOf(parameters.find((each) => each.name === name)?.schema ?? { type: 'string' }))
}

/** One line for each answer that is no clear refusal. */
async function refusals(work: [route: Route, sent: Sent, what: string][]): Promise<string[]> {
  const wrong: string[] = []
  for (const [route, sent, what] of work) {
    const { statusCode, body } = await ask(route, sent)
    if (statusCode < 400 || statusCode >= 500)
      wrong.push(`${route.method} ${route.path} with ${what}: ${statusCode} ${body.slice(0, 200)}`)
  }
  return wrong
}

const withBody = () => routes.filter((route): route is Route & { body: JsonSchema } => route.body !== null)
const changing = () => routes.filter(({ method }) => method !== 'GET')
const ofAnotherType = (schema: JsonSchema) => ([schema.type].flat().includes('object') || schema.anyOf ? 7.5 : { odd: true })

describe('every route', () => {
  test('says what it takes, and that it takes nothing else', () => {
    expect(routes.length).toBeGreaterThan(40)
    const open = withBody().flatMap(({ method, path, body }) =>
      spotsOf(body)
        .filter(({ schema }) => schema.type === 'object' && schema.additionalProperties !== false)
        .map((spot) => `${method} ${path} ${spot.path.join('.')}`),
    )
    expect(open).toEqual([])
  })

  test('bounds everything it takes: each text, each number and each list', () => {
    const boundless = routes.flatMap((route) => {
      const parameters = (route.parameters ?? [])
        .filter((each) => each.in !== 'header')
        .map(({ name, schema }) => ({ name, schema }))
      const taken = [...parameters, ...(route.body ? [{ name: 'body', schema: route.body }] : [])]
      return taken.flatMap(({ name, schema }) =>
        spotsOf(schema)
          .filter(({ schema: each }) => isBoundless(each))
          .map((spot) => `${route.method} ${route.path} ${[name, ...spot.path].join('.')}`),
      )
    })
    expect(boundless).toEqual([])
  })

  test('refuses a body with a field too many, at every depth', async () => {
    const work = withBody().flatMap((route) =>
      spotsOf(route.body)
        .filter(({ schema }) => schema.type === 'object')
        .map(({ path }): [Route, Sent, string] => [
          route,
          { body: replaced(sampleOf(route.body), [...path, 'odd'], 1) },
          `too many: ${path.join('.')}`,
        ]),
    )
    expect(await refusals(work)).toEqual([])
    for (const [route, sent] of work) expect((await ask(route, sent)).body, route.path).toContain('odd')
  })

  test('refuses a field of another type', async () => {
    const work = withBody().flatMap((route) =>
      spotsOf(route.body)
        .filter(({ path }) => path.length > 0)
        .map(({ path, schema }): [Route, Sent, string] => [
          route,
          { body: replaced(sampleOf(route.body), path, ofAnotherType(schema)) },
          `another type: ${path.join('.')}`,
        ]),
    )
    expect(await refusals(work)).toEqual([])
  })

  test('refuses ten times the length that is allowed', async () => {
    const long = ({ maxLength, maxItems, items }: JsonSchema) =>
      maxItems === undefined ? 'x'.repeat(10 * maxLength!) : Array.from({ length: 10 * maxItems }, () => sampleOf(items ?? {}))
    const work = withBody().flatMap((route) =>
      spotsOf(route.body)
        .filter(({ schema }) => schema.maxLength !== undefined || schema.maxItems !== undefined)
        .map(({ path, schema }): [Route, Sent, string] => [
          route,
          { body: replaced(sampleOf(route.body), path, long(schema)) },
          `too long: ${path.join('.')}`,
        ]),
    )
    expect(await refusals(work)).toEqual([])
  })

  test('refuses no body where it needs one, and any body where it takes none', async () => {
    const needy = withBody().filter(({ body }) => (body.required ?? []).length > 0)
    const none = needy.map((route): [Route, Sent, string] => [route, {}, 'no body'])
    const any = changing()
      .filter(({ body }) => body === null)
      .map((route): [Route, Sent, string] => [route, { body: { lines: [] } }, 'a body'])
    expect(any.length).toBeGreaterThan(5)
    expect(await refusals([...none, ...any])).toEqual([])
    await signInAgain()
  })

  test('refuses what is no JSON, is nested beyond sense, or names what every object has', async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
    const raws = [
      '',
      '{',
      'null',
      '[]',
      '7',
      '"text"',
      '{"__proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      deep,
    ]
    const work = withBody()
      .filter(({ body }) => (body.required ?? []).length > 0)
      .flatMap((route) => raws.map((raw): [Route, Sent, string] => [route, { raw }, raw.slice(0, 40)]))
    expect(await refusals(work)).toEqual([])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('refuses a query that it does not know, twice the same, of another type or too long', async () => {
    const work = routes.flatMap((route) => {
      const known = (route.parameters ?? []).filter((each) => each.in === 'query')
      return [
        [route, { query: '?odd=1' }, 'an unknown query'] as [Route, Sent, string],
        ...known.flatMap(({ name, schema }): [Route, Sent, string][] => [
          [route, { query: `?${name}=${sampleOf(schema)}&${name}=${sampleOf(schema)}` }, `${name} twice`],
          [route, { query: `?${name}[odd]=1` }, `${name} as an object`],
          [route, { query: `?${name}=${'x'.repeat(10 * (schema.maxLength ?? 300))}` }, `${name} too long`],
        ]),
      ]
    })
    // A body that is missing is refused as well: what is tried here are the routes without one.
    expect(await refusals(work)).toEqual([])
  })

  test('never answers a fault of ours, whatever text stands in its body, its query or its path', async () => {
    const hostile = [
      '\0',
      '\uD800',
      'a\r\nBcc: x',
      '\u202Eevil',
      '\u061C',
      '\u200E',
      '\u200B\u200B',
      `e${'\u0301'.repeat(400)}`,
      '%00',
      "' OR 1=1 --",
      '1e3',
      '0x10',
      '9007199254740993',
      '0000-00-00',
      '9999-12-31',
      '2026-02-31',
    ]
    const work = routes.flatMap((route) => {
      const texts = route.body ? spotsOf(route.body).filter(({ schema }) => [schema.type].flat().includes('string')) : []
      const parameters = (route.parameters ?? []).filter((each) => each.in !== 'header')
      return hostile.flatMap((text): [Route, Sent][] => [
        ...texts.map(({ path }): [Route, Sent] => [route, { body: replaced(sampleOf(route.body!), path, text) }]),
        ...parameters.map(({ name, in: where }): [Route, Sent] => {
          const sent = encodeURIComponent(text.toWellFormed())
          return where === 'query'
            ? [route, { query: `?${name}=${sent}` }]
            : [route, { path: route.path.replace(`{${name}}`, sent) }]
        }),
      ])
    })
    const faults: string[] = []
    for (const [route, sent] of work) {
      const { statusCode, body } = await ask(route, {
        ...(route.body && !sent.body ? { body: sampleOf(route.body) } : {}),
        ...sent,
      })
      // What cannot be reached from here says so in words.
      if (statusCode >= 500 && statusCode !== 503) faults.push(`${route.method} ${route.path} ${JSON.stringify(sent)}: ${body}`)
    }
    expect(faults).toEqual([])
  }, 120_000)
})

describe('the way back from Stripe', () => {
  const back = (query: string) =>
    app.inject({ url: `/api/integrations/stripe/oauth-return?${query}`, headers: { cookie: cookies[0]! } })

  test('knows everything that Stripe says there, agreed or refused', async () => {
    const agreed = await back('scope=read_write&state=made.up&code=ac_1')
    expect(agreed.json()).toMatchObject({ kind: 'link-expired' })
    const refused = await back('error=access_denied&error_description=The+user+denied+your+request&state=made.up')
    expect(refused.statusCode).toBe(302)
  })

  test.each(['', '.', 'a.', '...', 'a.é', `a.${'é'.repeat(43)}`, '😀.😀'])(
    'refuses the made-up state "%s" in words',
    async (state) => {
      expect((await back(`code=ac_1&state=${encodeURIComponent(state)}`)).json()).toMatchObject({
        status: 400,
        kind: 'link-expired',
      })
    },
  )
})

function isBoundless({ type, format, pattern, enum: values, const: value, maxLength, maxItems, maximum }: JsonSchema): boolean {
  if (values || value !== undefined) return false
  switch ([type].flat().find((each) => each !== 'null')) {
    case 'string':
      return maxLength === undefined && format === undefined && pattern === undefined
    case 'array':
      return maxItems === undefined
    case 'integer':
    case 'number':
      return maximum === undefined
    default:
      return false
  }
}

describe('somebody unknown', () => {
  test('is refused before a body is read: a megabyte of marks costs nothing', async () => {
    const closed = routes.filter(
      ({ tags, body }) => body !== null && !tags.some((tag) => tag === 'Signing in' || tag === 'Development'),
    )
    expect(closed.length).toBeGreaterThan(10)
    for (const { method, path } of closed) {
      const answer = await app.inject({
        method,
        url: path.replace(/\{\w+\}/g, '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed'),
        headers: { origin: t.deps.config.publicUrl, 'content-type': 'application/json' },
        payload: `{"note":"${'\u0301'.repeat(50_000)}"`,
      })
      // Not 400 for what is no JSON, nor 413 for what is too large: nobody looked.
      expect(answer.statusCode, `${method} ${path}`).toBe(401)
    }
  })
})
