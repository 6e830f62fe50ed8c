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
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 7 * 24 * 3600 })
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

test('a session in use is prolonged with its cookie, once a day; one out of use ends', async () => {
  const cookie = await t.signIn('ada@lily.example')
  expect((await t.call(cookie, 'GET', '/api/session')).cookies).toEqual([])
  const age = (days: number) =>
    t.db.owner.query(`UPDATE identity.session SET "expiresAt" = now() + make_interval(days => 7 - $1)`, [days])
  await age(2)
  const prolonged = await t.call(cookie, 'GET', '/api/session')
  expect(prolonged.json().user).not.toBeNull()
  expect(prolonged.cookies).toMatchObject([{ name: 'florin.session_token', maxAge: 7 * 24 * 3600 }])
  await age(8)
  expect((await t.call(cookie, 'GET', '/api/session')).json().user).toBeNull()
})
