import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { cookieHeader, createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'
import { mailRoutes } from '../notifications/routes.ts'

let t: TestApplication
let company: string

beforeAll(async () => {
  t = await createTestApplication((deps) => [mailRoutes(deps)])
  company = await t.addCompany('lily')
})
afterAll(() => t.close())

const post = (url: string, payload: object, cookie = '') =>
  t.app.inject({ method: 'POST', url, payload, headers: cookie ? { cookie } : {} })
const signInWith = (email: string, password: string) => post('/api/auth/sign-in/email', { email, password })

/** The mail leaves after the answer, so it is waited for. */
async function tokenMailedTo(email: string): Promise<string> {
  const id = await vi.waitUntil(async () => {
    const { items } = (await t.app.inject('/api/dev/mails')).json()
    return items.find((each: { to: string }) => each.to === email)?.id
  })
  const mail = (await t.app.inject(`/api/dev/mails/${id}`)).json()
  expect(mail.html).toContain('Choose a new password')
  return new URL(/http:\S+token=\S+/.exec(mail.text)![0]).searchParams.get('token')!
}

test('a forgotten password is replaced through the mail, once, and every session ends', async () => {
  await t.addPerson('ada@lily.example', company, ['sales'])
  const before = await t.signIn('ada@lily.example')
  expect((await post('/api/auth/request-password-reset', { email: 'ada@lily.example' })).statusCode).toBe(200)
  const token = await tokenMailedTo('ada@lily.example')

  const changed = await post('/api/auth/reset-password', { token, newPassword: 'an entirely new phrase' })
  expect(changed.statusCode, changed.body).toBe(200)
  expect((await signInWith('ada@lily.example', 'an entirely new phrase')).statusCode).toBe(200)
  expect((await signInWith('ada@lily.example', testPassword)).statusCode).toBe(401)
  expect((await t.call(before, 'GET', '/api/session')).json().user).toBeNull()

  const again = await post('/api/auth/reset-password', { token, newPassword: 'and yet another phrase' })
  expect(again.statusCode).toBe(410)
  expect(again.json().kind).toBe('link-used-up')
})

test('asking for a mail tells nobody whether an address has an account', async () => {
  const before = (await t.app.inject('/api/dev/mails')).json().items.length
  const answer = await post('/api/auth/request-password-reset', { email: 'nobody@lily.example' })
  expect(answer.json()).toEqual({ status: true })
  expect((await t.app.inject('/api/dev/mails')).json().items).toHaveLength(before)
})

test('a link that has run out changes nothing', async () => {
  await t.addPerson('late@lily.example', company, ['sales'])
  await post('/api/auth/request-password-reset', { email: 'late@lily.example' })
  const token = await tokenMailedTo('late@lily.example')
  await t.db.owner.query(`UPDATE identity.verification SET "expiresAt" = now() - interval '1 second'`)
  expect((await post('/api/auth/reset-password', { token, newPassword: 'an entirely new phrase' })).statusCode).toBe(410)
  expect((await signInWith('late@lily.example', testPassword)).statusCode).toBe(200)
})

test('the token of a reset mail stands in the database as a hash only, and in no log', async () => {
  await t.addPerson('hash@lily.example', company, ['sales'])
  await post('/api/auth/request-password-reset', { email: 'hash@lily.example' })
  const token = await tokenMailedTo('hash@lily.example')
  const stored = JSON.stringify((await t.db.owner.query('SELECT * FROM identity.verification')).rows)
  expect(stored).not.toContain(token)
  expect(t.logged()).not.toContain(token)
})

test('nine characters are too few for a password', async () => {
  const answer = await post('/api/auth/reset-password', { token: 'x', newPassword: '123456789' })
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({ kind: 'invalid-input', errors: [{ field: 'newPassword' }] })
})

test('changing one’s own password takes the current one and ends the other sessions', async () => {
  await t.addPerson('own@lily.example', company, ['sales'])
  const here = await t.signIn('own@lily.example')
  const elsewhere = await t.signIn('own@lily.example')
  const body = { currentPassword: 'not the right one', newPassword: 'an entirely new phrase' }
  expect((await post('/api/auth/change-password', body, here)).json().kind).toBe('wrong-password')
  const changed = await post('/api/auth/change-password', { ...body, currentPassword: testPassword }, here)
  expect(changed.statusCode, changed.body).toBe(200)
  expect((await t.call(cookieHeader(changed.cookies), 'GET', '/api/session')).json().user.email).toBe('own@lily.example')
  expect((await t.call(elsewhere, 'GET', '/api/session')).json().user).toBeNull()
})

test('a sign-in with the old password that was under way does not come in after the change', async () => {
  await t.addPerson('slow@lily.example', company, ['sales'])
  const here = await t.signIn('slow@lily.example')
  const { password } = await t.deps.identity.library.$context
  const verify = vi.spyOn(password, 'verify').mockImplementationOnce(async () => {
    verify.mockRestore()
    const body = { currentPassword: testPassword, newPassword: 'an entirely new phrase' }
    expect((await post('/api/auth/change-password', body, here)).statusCode).toBe(200)
    return true
  })
  const late = await signInWith('slow@lily.example', testPassword)
  expect(late.json().kind).toBe('sign-in-needed')
  expect(late.cookies).toEqual([])
  const { rows } = await t.db.owner.query(
    `SELECT count(*)::int AS n FROM identity.session s JOIN identity."user" u ON u.id = s."userId" WHERE u.email = 'slow@lily.example'`,
  )
  expect(rows[0].n).toBe(1)
})
