import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookieHeader, createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'

let t: TestApplication
let company: string

beforeAll(async () => {
  // Outside the demo the second factor is a must for those with power.
  t = await createTestApplication(() => [], { config: { demo: false } })
  company = await t.addCompany('lily')
  await t.addPerson('clerk@lily.example', company, ['sales'])
})
afterAll(() => t.close())

const post = (url: string, payload: object, cookie = '') =>
  t.app.inject({ method: 'POST', url, payload, headers: cookie ? { cookie } : {} })

/** What an authenticator app shows (RFC 6238): `steps` periods away from now. */
function codeOf(uri: string, steps = 0): string {
  const secret = new URL(uri).searchParams.get('secret')!
  const bits = [...secret]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const hash = createHmac('sha1', key).update(counter).digest()
  const offset = hash.at(-1)! & 15
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

async function enrol(email: string): Promise<{ cookie: string; totpURI: string; backupCodes: string[] }> {
  const cookie = await t.signIn(email)
  const begun = await post('/api/auth/two-factor/enable', { password: testPassword }, cookie)
  expect(begun.statusCode, begun.body).toBe(200)
  const { totpURI, backupCodes } = begun.json()
  const verified = await post('/api/auth/two-factor/verify-totp', { code: codeOf(totpURI) }, cookie)
  expect(verified.statusCode, verified.body).toBe(200)
  return { cookie: cookieHeader(verified.cookies), totpURI, backupCodes }
}

async function passwordStep(email: string): Promise<string> {
  const answer = await post('/api/auth/sign-in/email', { email, password: testPassword })
  expect(answer.json()).toEqual({ secondFactor: true })
  return cookieHeader(answer.cookies)
}

test('an administrator enters nothing before a second factor is set up, and everything after', async () => {
  await t.addPerson('admin@lily.example', company, ['admin'])
  const before = await t.signIn('admin@lily.example')
  expect((await t.call(before, 'GET', '/api/session')).json()).toMatchObject({ secondFactorRequired: true })
  const refused = await t.call(before, 'GET', '/api/people')
  expect(refused.statusCode).toBe(403)
  expect(refused.json().kind).toBe('second-factor-needed')

  const { cookie } = await enrol('admin@lily.example')
  expect((await t.call(cookie, 'GET', '/api/session')).json()).toMatchObject({
    secondFactorRequired: false,
    user: { twoFactorEnabled: true },
  })
  expect((await t.call(cookie, 'GET', '/api/people')).statusCode).toBe(200)
})

test('who has no such power may do without', async () => {
  const cookie = await t.signIn('clerk@lily.example')
  expect((await t.call(cookie, 'GET', '/api/session')).json().secondFactorRequired).toBe(false)
  expect((await t.call(cookie, 'GET', '/api/company')).statusCode).toBe(200)
})

test('with a second factor the password alone opens no session; the code does', async () => {
  await t.addPerson('two@lily.example', company, ['sales'])
  const { totpURI } = await enrol('two@lily.example')
  const halfway = await passwordStep('two@lily.example')
  expect((await t.call(halfway, 'GET', '/api/session')).json().user).toBeNull()
  const entered = await post('/api/auth/two-factor/verify-totp', { code: codeOf(totpURI) }, halfway)
  expect(entered.statusCode, entered.body).toBe(200)
  const session = (await t.call(cookieHeader(entered.cookies), 'GET', '/api/session')).json()
  expect(session.user.email).toBe('two@lily.example')
})

test('a wrong code is refused in words, and five of them end the try', async () => {
  await t.addPerson('wrong@lily.example', company, ['sales'])
  const { totpURI } = await enrol('wrong@lily.example')
  const halfway = await passwordStep('wrong@lily.example')
  const far = codeOf(totpURI, 1000)
  for (let i = 0; i < 5; i++) {
    const refused = await post('/api/auth/two-factor/verify-totp', { code: far }, halfway)
    expect(refused.statusCode).toBe(401)
    expect(refused.json()).toMatchObject({ kind: 'wrong-code', detail: expect.stringContaining('This code is not right') })
  }
  const ended = await post('/api/auth/two-factor/verify-totp', { code: codeOf(totpURI) }, halfway)
  expect(ended.statusCode).toBe(429)
})

test('a backup code works instead of the app, once', async () => {
  await t.addPerson('lost@lily.example', company, ['sales'])
  const { backupCodes } = await enrol('lost@lily.example')
  const first = await post(
    '/api/auth/two-factor/verify-backup-code',
    { code: backupCodes[0] },
    await passwordStep('lost@lily.example'),
  )
  expect(first.statusCode, first.body).toBe(200)
  const again = await post(
    '/api/auth/two-factor/verify-backup-code',
    { code: backupCodes[0] },
    await passwordStep('lost@lily.example'),
  )
  expect(again.statusCode).toBe(401)
  expect(again.json().kind).toBe('wrong-code')
})

test('setting up and switching off take the password', async () => {
  await t.addPerson('careful@lily.example', company, ['sales'])
  const cookie = await t.signIn('careful@lily.example')
  const refused = await post('/api/auth/two-factor/enable', { password: 'not my password' }, cookie)
  expect(refused.statusCode).toBe(400)
  expect(refused.json().kind).toBe('wrong-password')
  const { cookie: enrolled } = await enrol('careful@lily.example')
  expect((await post('/api/auth/two-factor/disable', { password: 'not my password' }, enrolled)).statusCode).toBe(400)
  const off = await post('/api/auth/two-factor/disable', { password: testPassword }, enrolled)
  expect(off.statusCode, off.body).toBe(200)
  expect((await t.call(cookieHeader(off.cookies), 'GET', '/api/session')).json().user.twoFactorEnabled).toBe(false)
})

test('neither the shared secret nor a backup code stands readable in the database', async () => {
  await t.addPerson('stored@lily.example', company, ['sales'])
  const { totpURI, backupCodes } = await enrol('stored@lily.example')
  const stored = JSON.stringify((await t.db.owner.query('SELECT * FROM identity."twoFactor"')).rows)
  expect(stored).not.toContain(new URL(totpURI).searchParams.get('secret')!)
  for (const code of backupCodes) expect(stored).not.toContain(code)
})
