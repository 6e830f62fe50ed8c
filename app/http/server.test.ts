import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'
import { requireActor } from '../identity/require-permission.ts'
import { Problem } from '../problem.ts'
import { buildServer } from './server.ts'

let t: TestApplication
let cookie: string

/** Anybody may call them. */
const tags = ['Development']
/** Routes that do what real ones may: fail in every way, and log what they should not. */
const oddRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/api/test/bug', { schema: { tags } }, async () => {
    throw new Error('secret internals: SELECT * FROM users')
  })
  app.get('/api/test/problem', { schema: { tags } }, async () => {
    throw new Problem('already-paid', { balanceDue: 5 })
  })
  const body = z.object({
    count: z.int().min(1),
    name: z.string().max(3),
    when: z.iso.date(),
    lines: z.array(z.object({ id: z.uuid() })),
  })
  app.post('/api/test/body', { schema: { tags, body } }, async () => ({}))
  app.post(
    '/api/test/log',
    { schema: { tags, body: z.object({ note: z.string(), other: z.string(), password: z.string() }) } },
    async (request) => {
      request.log.info({ body: request.body, password: 'hunter2hunter2' }, `about ${(request.body as { note: string }).note}`)
      return {}
    },
  )
  app.get(
    '/api/test/shape',
    { schema: { tags, response: { 200: z.object({ fine: z.string() }) } } },
    async () => ({ wrong: 1 }) as never,
  )
  app.get('/api/test/company', { schema: { tags } }, async (request) => ({ company: requireActor(request).companyId }))
}

beforeAll(async () => {
  t = await createTestApplication(() => [oddRoutes])
  await t.addPerson('ada@lily.example', await t.addCompany('lily'), ['sales'])
  cookie = await t.signIn('ada@lily.example')
})
afterAll(() => t.close())

const inject = (method: 'GET' | 'POST', url: string, payload?: object, headers: Record<string, string | undefined> = {}) =>
  t.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })

test('a fault of ours is answered without its internals, and logged', async () => {
  const answer = await inject('GET', '/api/test/bug')
  expect(answer.statusCode).toBe(500)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.body).not.toContain('SELECT')
  expect(t.logged()).toContain('SELECT * FROM users')
  expect(answer.json().instance).toBe(answer.headers['x-request-id'])
})

test('a response that is not as documented is a fault of ours, too', async () => {
  expect((await inject('GET', '/api/test/shape')).json()).toMatchObject({ status: 500, kind: 'internal' })
})

test('a problem carries its kind, its words and its members', async () => {
  const answer = await inject('GET', '/api/test/problem')
  expect(answer.statusCode).toBe(409)
  expect(answer.json()).toMatchObject({
    type: 'https://florin.example/problems/already-paid',
    title: 'This does not fit how things stand',
    status: 409,
    detail: 'This order is already paid.',
    balanceDue: 5,
  })
})

test('a problem is said in the language that the browser asks for', async () => {
  const answer = await inject('GET', '/api/test/problem', undefined, { 'accept-language': 'fr, es-MX;q=0.8, en;q=0.5' })
  expect(answer.json()).toMatchObject({ title: 'No corresponde al estado actual', detail: 'Este pedido ya está pagado.' })
  expect(answer.headers.vary).toContain('accept-language')
})

test('input that does not fit is explained field by field, in plain words', async () => {
  const answer = await inject('POST', '/api/test/body', { count: 0, name: 'long', when: 'today', lines: [{ id: 'x' }, {}] })
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({
    kind: 'invalid-input',
    errors: [
      { field: 'count', message: 'must be at least 1.' },
      { field: 'name', message: 'must be at most 3 characters long.' },
      { field: 'when', message: 'must be a date like 2026-11-14.' },
      { field: 'lines.0.id', message: expect.stringContaining('must be one of Florin’s ids') },
      { field: 'lines.1.id', message: 'is missing.' },
    ],
  })
})

test.each([
  ['no JSON', { payload: '{"count": ', headers: { 'content-type': 'application/json' } }, 400],
  ['another kind of content', { payload: '<xml/>', headers: { 'content-type': 'text/xml' } }, 415],
  [
    'a huge body',
    { payload: JSON.stringify({ name: 'x'.repeat(2_000_000) }), headers: { 'content-type': 'application/json' } },
    413,
  ],
])('%s is refused as a problem', async (_what, request, status) => {
  const answer = await t.app.inject({ method: 'POST', url: '/api/test/body', ...request })
  expect(answer.statusCode).toBe(status)
  expect(answer.json()).toMatchObject({ status })
})

test('text the database cannot hold is the sender’s fault, not ours', async () => {
  const answer = await inject('POST', '/api/auth/sign-in/email', { email: 'a\u0000@lily.example', password: testPassword })
  expect([400, 401]).toContain(answer.statusCode)
})

test('an address that does not exist is a 404 problem', async () => {
  const answer = await inject('GET', '/api/nothing')
  expect(answer.statusCode).toBe(404)
  expect(answer.json().kind).toBe('not-found')
})

test.each([
  ['another site by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
  ['a sister site', { 'sec-fetch-site': 'same-site' }],
  ['another origin', { origin: 'https://evil.example' }],
  ['an origin that hides', { origin: 'null' }],
])('a changing request from %s is refused, with or without a session', async (_what, headers) => {
  for (const more of [{}, { cookie }]) {
    const answer = await inject('POST', '/api/auth/sign-out', undefined, { ...headers, ...more })
    expect(answer.statusCode).toBe(403)
    expect(answer.json().kind).toBe('cross-site')
  }
  expect((await t.call(cookie, 'GET', '/api/session')).json().user).not.toBeNull()
})

test('an address written with encoded letters is the same address', async () => {
  const answer = await inject('POST', '/%61pi/auth/sign-out', undefined, { origin: 'https://evil.example', cookie })
  expect(answer.statusCode).toBe(403)
  expect((await inject('GET', '/%61pi/test/company', undefined, { cookie })).statusCode).toBe(200)
})

test('Florin’s own pages and programs without a browser may change things', async () => {
  for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: 'http://florin.test' }, {}]) {
    const body = { email: 'ada@lily.example', password: testPassword }
    expect((await inject('POST', '/api/auth/sign-in/email', body, headers)).statusCode).toBe(200)
  }
})

test('the company comes from the session, whatever a request says', async () => {
  const other = await t.addCompany('harbour')
  const mine = (await t.call(cookie, 'GET', '/api/test/company')).json().company
  const headers = { cookie, 'x-company-id': other, 'x-tenant': other }
  expect((await inject('GET', '/api/test/company', undefined, headers)).json().company).toBe(mine)
  expect((await inject('GET', `/api/test/company?companyId=${other}`, undefined, headers)).statusCode).toBe(400)
})

test('a session cookie that somebody made up is no session', async () => {
  const [name, value] = cookie.split('=')
  for (const made of [`${name}=made-up`, `${name}=${value}x`, `${name}=${value!.slice(0, -8)}AAAAAAAA`]) {
    expect((await inject('GET', '/api/test/company', undefined, { cookie: made })).statusCode).toBe(401)
  }
})

test('neither secrets nor card numbers reach the log', async () => {
  const card = '4242424242424242'
  const spaced = '4000 0566 5566 5556'
  await inject('POST', '/api/test/log', { note: `card ${card}`, other: spaced, password: 'a secret phrase' })
  await inject('GET', `/api/nothing?number=${card}&token=abc123secret`)
  await inject(
    'POST',
    '/api/auth/sign-in/email',
    { email: 'ada@lily.example', password: `wrong ${card}` },
    { authorization: 'Bearer xyz' },
  )
  await t.call(cookie, 'GET', '/api/session')
  const log = t.logged()
  for (const secret of [card, spaced, 'a secret phrase', 'hunter2', 'abc123secret', testPassword, cookie.slice(25, 50)]) {
    expect(log).not.toContain(secret)
  }
  expect(log).toContain('[number ending in 4242]')
})

test('pages carry a policy that runs no foreign and no inline script', async () => {
  const { headers } = await inject('GET', '/api/session')
  expect(headers['content-security-policy']).toContain(`script-src 'self';`)
  expect(headers['content-security-policy']).toContain(`frame-ancestors 'none'`)
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
})

test('it says that it is alive and ready, and not ready while a migration is missing', async () => {
  expect((await inject('GET', '/healthz')).statusCode).toBe(200)
  expect((await inject('GET', '/readyz')).json()).toEqual({ status: 'ready' })
  await t.db.owner.query(`UPDATE kysely_migration SET name = 'x' || name WHERE name = '0008-identity-walls'`)
  const answer = await inject('GET', '/readyz')
  expect(answer.statusCode).toBe(503)
  expect(answer.json().status).toContain('0008-identity-walls')
  await t.db.owner.query(`UPDATE kysely_migration SET name = substr(name, 2) WHERE name LIKE 'x%'`)
})

test('metrics are for programs on this machine: others, and whoever comes through a proxy, find nothing there', async () => {
  const ask = (remoteAddress: string, headers: Record<string, string>) =>
    t.app.inject({ url: '/metrics', remoteAddress, headers: { host: 'localhost:3000', ...headers } })
  expect((await ask('127.0.0.1', {})).statusCode).toBe(200)
  expect((await ask('10.1.2.3', {})).statusCode).toBe(404)
  expect((await ask('127.0.0.1', { 'x-forwarded-for': '10.1.2.3' })).statusCode).toBe(404)
  expect((await ask('127.0.0.1', { host: 'florin.example' })).statusCode).toBe(404)
})

test('metrics cannot grow with what is asked: each label comes from a closed set', async () => {
  const seriesOf = async () =>
    (await t.app.inject({ url: '/metrics', headers: { host: 'localhost' } })).body
      .split('\n')
      .filter((line) => line.startsWith('florin_http_request_seconds_count')).length
  await inject('GET', '/api/nothing/0')
  const before = await seriesOf()
  for (let index = 1; index < 40; index++) await inject('GET', `/api/nothing/${index}?q=${index}`)
  expect(await seriesOf()).toBeLessThanOrEqual(before + 1)
})

test('metrics tell requests by route and how deep the queues are', async () => {
  await t.db.owner.query(`INSERT INTO inbox (endpoint, event, type, livemode, object_type, object_id, state)
    VALUES ('platform', 'evt_1', 'x', false, 'x', 'x', 'waiting')`)
  const { body } = await t.app.inject({ url: '/metrics', headers: { host: 'localhost' } })
  expect(body).toContain('florin_queue_rows{queue="inbox",state="waiting"} 1')
  expect(body).toContain('florin_queue_rows{queue="outbox",state="waiting"} 0')
  expect(body).toMatch(/florin_http_request_seconds_count\{method="GET",route="\/api\/session",status="200"\} \d+/)
})

test.each([
  ['an answer', '/api/session', 200],
  ['a refusal', '/api/company', 401],
  ['an address that leads nowhere', '/api/nothing', 404],
])('one address cannot keep the server busy without end: %s counts', async (_what, url, status) => {
  const left = async () => {
    const { statusCode, headers } = await inject('GET', url)
    expect(statusCode).toBe(status)
    return Number(headers['x-ratelimit-remaining'])
  }
  expect((await left()) - (await left())).toBe(1)
})

test('the built pages are served for every address of their own, hashed files for ever', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'florin-web-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<h1>Florin</h1>')
  await writeFile(join(folder, 'assets/app-abc123.js'), 'x')
  const app = await buildServer(t.deps, [], { webFolder: folder })
  const page = await app.inject('/office/orders/1')
  expect(page.body).toContain('Florin')
  expect(page.headers['cache-control']).toBe('no-cache')
  const asset = await app.inject('/assets/app-abc123.js')
  expect(asset.headers['cache-control']).toContain('immutable')
  expect((await app.inject('/assets/gone.js')).statusCode).toBe(404)
  expect((await app.inject('/api/gone')).statusCode).toBe(404)
  expect((await app.inject({ method: 'POST', url: '/office/orders' })).statusCode).toBe(404)
  await app.close()
  await rm(folder, { recursive: true })
})
