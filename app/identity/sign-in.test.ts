import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'

let t: TestApplication
let company: string

beforeAll(async () => {
  t = await createTestApplication()
  company = await t.addCompany('lily')
  await t.addPerson('ada@lily.example', company, ['receivables'])
})
afterAll(() => t.close())

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  t.app.inject({ method: 'POST', url, payload, headers })

test('nobody is signed in without a session, and the answer says so', async () => {
  const answer = await t.app.inject('/api/session')
  expect(answer.json()).toMatchObject({ user: null, memberships: [], active: null, mode: { stripe: 'simulator', demo: true } })
})

test('e-mail and password open a session that knows the company and what the role may do', async () => {
  const cookie = await t.signIn('ada@lily.example')
  const session = (await t.call(cookie, 'GET', '/api/session')).json()
  expect(session.user).toMatchObject({ name: 'ada', email: 'ada@lily.example', twoFactorEnabled: false })
  expect(session.active).toMatchObject({ roles: ['receivables'], company: { slug: 'lily' }, customer: null })
  expect(session.active.permissions).toContain('payments.read')
  expect(session.active.permissions).not.toContain('stripe.manage')
})

test('the session cookie is out of reach of scripts and of other sites', async () => {
  const answer = await post('/api/auth/sign-in/email', { email: 'ada@lily.example', password: testPassword })
  const cookie = answer.cookies.find(({ name }) => name === 'florin.session_token')
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 30 * 24 * 3600 })
})

test('an e-mail is the same in any case', async () => {
  expect((await post('/api/auth/sign-in/email', { email: ' ADA@Lily.example', password: testPassword })).statusCode).toBe(200)
})

test.each([
  ['a wrong password', { email: 'ada@lily.example', password: 'not the right one' }],
  ['an unknown e-mail', { email: 'nobody@lily.example', password: testPassword }],
  ['what is no e-mail at all', { email: 'ada', password: testPassword }],
])('%s is refused with the same words', async (_what, payload) => {
  const answer = await post('/api/auth/sign-in/email', payload)
  expect(answer.statusCode).toBe(401)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.json()).toMatchObject({ kind: 'wrong-credentials', detail: 'E-mail or password is not right.' })
  expect(answer.cookies).toEqual([])
})

test('signing out ends the session at the server too', async () => {
  const cookie = await t.signIn('ada@lily.example')
  expect((await t.call(cookie, 'POST', '/api/auth/sign-out')).statusCode).toBe(200)
  expect((await t.call(cookie, 'GET', '/api/session')).json().user).toBeNull()
})

test('a session ends by itself: unused, and however much it is used', async () => {
  const seen = (id: string, since: string, last: string) =>
    t.db.owner.query(
      `UPDATE identity.session SET "authenticatedAt" = now() - $2::interval, "lastSeenAt" = now() - $3::interval WHERE id = $1`,
      [id, since, last],
    )
  const open = async () => {
    const cookie = await t.signIn('ada@lily.example')
    const { items } = (await t.call(cookie, 'GET', '/api/account/sessions')).json()
    return { cookie, id: items.find((each: { current: boolean }) => each.current).id as string }
  }
  const user = async (cookie: string) => (await t.call(cookie, 'GET', '/api/session')).json().user
  const [used, idle, old] = [await open(), await open(), await open()]
  await seen(used.id, '6 days', '11 hours')
  await seen(idle.id, '6 days', '13 hours')
  await seen(old.id, '8 days', '1 minute')
  expect(await user(used.cookie)).not.toBeNull()
  expect(await user(idle.cookie)).toBeNull()
  expect(await user(old.cookie)).toBeNull()
  const { rows } = await t.db.owner.query('SELECT count(*)::int AS n FROM identity.session WHERE id = ANY ($1)', [
    [idle.id, old.id],
  ])
  expect(rows[0].n).toBe(0)
  // It was used just now: the idle time begins anew.
  const { rows: noted } = await t.db.owner.query(
    `SELECT "lastSeenAt" > now() - interval '1 minute' AS now FROM identity.session WHERE id = $1`,
    [used.id],
  )
  expect(noted[0].now).toBe(true)
})

test('a session that was opened and not finished opens nothing', async () => {
  const answer = await t.deps.identity.library.api.signInEmail({
    body: { email: 'ada@lily.example', password: testPassword },
    returnHeaders: true,
  })
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  expect((await t.call(cookie, 'GET', '/api/session')).json().user).toBeNull()
})

test('signing in again in the same browser leaves no session behind', async () => {
  const first = await t.signIn('ada@lily.example')
  await post('/api/auth/sign-in/email', { email: 'ada@lily.example', password: testPassword }, { cookie: first })
  expect((await t.call(first, 'GET', '/api/session')).json().user).toBeNull()
})
