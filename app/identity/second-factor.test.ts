import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { authenticator, holdTime } from '../../test/support/authenticator.ts'
import { cookieHeader, createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'
import { confirmApp } from './factors/change-factors.ts'
import { spendAppCode } from './factors/spend-code.ts'

let t: TestApplication
let company: string

beforeAll(async () => {
  holdTime()
  // Outside the demo the second factor is a must for those with power.
  t = await createTestApplication(() => [], { config: { demo: false } })
  company = await t.addCompany('lily')
  await t.addPerson('clerk@lily.example', company, ['sales'])
})
afterAll(async () => {
  vi.useRealTimers()
  await t.close()
})

const post = (url: string, payload: object, cookie = '') =>
  t.app.inject({ method: 'POST', url, payload, headers: cookie ? { cookie } : {} })

async function enrol(email: string) {
  const before = await t.signIn(email)
  const begun = await post('/api/auth/two-factor/enable', { password: testPassword }, before)
  expect(begun.statusCode, begun.body).toBe(200)
  const { totpURI, backupCodes } = begun.json() as { totpURI: string; backupCodes: string[] }
  const app = authenticator(totpURI)
  const confirmed = await post('/api/auth/two-factor/confirm', { code: app.next() }, before)
  expect(confirmed.statusCode, confirmed.body).toBe(200)
  return { before, cookie: cookieHeader(confirmed.cookies), app, totpURI, backupCodes }
}

async function passwordStep(email: string): Promise<string> {
  const answer = await post('/api/auth/sign-in/email', { email, password: testPassword })
  expect(answer.json()).toEqual({ secondFactor: true, ways: ['code'] })
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
  const { app } = await enrol('two@lily.example')
  const halfway = await passwordStep('two@lily.example')
  expect((await t.call(halfway, 'GET', '/api/session')).json().user).toBeNull()
  const entered = await post('/api/auth/two-factor/verify-totp', { code: app.next() }, halfway)
  expect(entered.statusCode, entered.body).toBe(200)
  const session = (await t.call(cookieHeader(entered.cookies), 'GET', '/api/session')).json()
  expect(session.user.email).toBe('two@lily.example')
})

test('a wrong code is refused in words, and five of them end the try', async () => {
  await t.addPerson('wrong@lily.example', company, ['sales'])
  const { app } = await enrol('wrong@lily.example')
  const halfway = await passwordStep('wrong@lily.example')
  const far = app.shows(1000)
  for (let i = 0; i < 5; i++) {
    const refused = await post('/api/auth/two-factor/verify-totp', { code: far }, halfway)
    expect(refused.statusCode).toBe(401)
    expect(refused.json()).toMatchObject({ kind: 'wrong-code', detail: expect.stringContaining('This code is not right') })
  }
  const ended = await post('/api/auth/two-factor/verify-totp', { code: app.next() }, halfway)
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

test('setting up takes the password', async () => {
  await t.addPerson('careful@lily.example', company, ['sales'])
  const cookie = await t.signIn('careful@lily.example')
  const refused = await post('/api/auth/two-factor/enable', { password: 'not my password' }, cookie)
  expect(refused.statusCode).toBe(400)
  expect(refused.json().kind).toBe('wrong-password')
})

test('an administrator who removes the last factor enters nothing in that session until there is another', async () => {
  await t.addPerson('bare@lily.example', company, ['admin'])
  const { cookie } = await enrol('bare@lily.example')
  const off = await post('/api/auth/two-factor/disable', {}, cookie)
  expect(off.statusCode, off.body).toBe(200)
  const after = cookieHeader(off.cookies)
  expect((await t.call(after, 'GET', '/api/session')).json()).toMatchObject({
    secondFactorRequired: true,
    user: { twoFactorEnabled: false },
  })
  expect((await t.call(after, 'GET', '/api/people')).json().kind).toBe('second-factor-needed')
})

test('a session from before the factor was set up elsewhere is over', async () => {
  await t.addPerson('early@lily.example', company, ['admin'])
  const elsewhere = await t.signIn('early@lily.example')
  const { before } = await enrol('early@lily.example')
  for (const cookie of [elsewhere, before]) expect((await t.call(cookie, 'GET', '/api/session')).json().user).toBeNull()
})

test('a sign-in that was under way when the factor was set up opens nothing', async () => {
  const id = await t.addPerson('racing@lily.example', company, ['sales'])
  // What the library leaves behind when the two happen at once: a session by the password alone, of an account with a factor.
  const raced = await t.signIn('racing@lily.example')
  await t.db.owner.query('UPDATE identity."user" SET "twoFactorEnabled" = true WHERE id = $1', [id])
  expect((await t.call(raced, 'GET', '/api/company')).json().kind).toBe('second-factor-needed')
  expect(
    (await post('/api/auth/change-password', { currentPassword: testPassword, newPassword: 'another long phrase' }, raced)).json()
      .kind,
  ).toBe('step-up-needed')
})

test('a person made administrator in a running session without a second factor enters nothing more', async () => {
  const id = await t.addPerson('rising@lily.example', company, ['sales'])
  const cookie = await t.signIn('rising@lily.example')
  expect((await t.call(cookie, 'GET', '/api/company')).statusCode).toBe(200)
  await t.db.owner.query(`UPDATE memberships SET roles = '{admin}' WHERE user_id = $1`, [id])
  expect((await t.call(cookie, 'GET', '/api/company')).json().kind).toBe('second-factor-needed')
})

test('a code is taken once: not again by the same person, and by one of several at the same moment', async () => {
  await t.addPerson('once@lily.example', company, ['sales'])
  const { app } = await enrol('once@lily.example')
  const halfways = [
    await passwordStep('once@lily.example'),
    await passwordStep('once@lily.example'),
    await passwordStep('once@lily.example'),
  ]
  const code = app.next()
  const racing = await Promise.all(halfways.map((cookie) => post('/api/auth/two-factor/verify-totp', { code }, cookie)))
  expect(racing.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401])
  const later = await post('/api/auth/two-factor/verify-totp', { code }, await passwordStep('once@lily.example'))
  expect(later.json()).toMatchObject({ status: 401, kind: 'wrong-code', detail: expect.stringContaining('used already') })
})

test('an earlier code is worth nothing after a later one', async () => {
  await t.addPerson('order@lily.example', company, ['sales'])
  const { app } = await enrol('order@lily.example')
  const earlier = app.next()
  const halfway = await passwordStep('order@lily.example')
  expect((await post('/api/auth/two-factor/verify-totp', { code: app.next() }, halfway)).statusCode).toBe(200)
  const late = await post('/api/auth/two-factor/verify-totp', { code: earlier }, await passwordStep('order@lily.example'))
  expect(late.json().kind).toBe('wrong-code')
})

test('several requests with backup codes at once: each code counts once, and none is a fault of ours', async () => {
  await t.addPerson('backup@lily.example', company, ['sales'])
  const { backupCodes } = await enrol('backup@lily.example')
  const cookies = await Promise.all([1, 2, 3, 4].map(() => passwordStep('backup@lily.example')))
  const racing = await Promise.all(
    cookies.map((cookie) => post('/api/auth/two-factor/verify-backup-code', { code: backupCodes[3] }, cookie)),
  )
  expect(racing.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
  for (const { statusCode } of racing) expect([200, 401, 503]).toContain(statusCode)
})

test('a password that is reset leaves the factor, and ends trusted devices', async () => {
  const id = await t.addPerson('trusting@lily.example', company, ['sales'])
  const { app } = await enrol('trusting@lily.example')
  const halfway = await passwordStep('trusting@lily.example')
  const entered = await post('/api/auth/two-factor/verify-totp', { code: app.next(), trustDevice: true }, halfway)
  const device = cookieHeader(entered.cookies.filter(({ name }) => name.includes('trust')))
  const signIn = (password: string) => post('/api/auth/sign-in/email', { email: 'trusting@lily.example', password }, device)
  const trusted = await signIn(testPassword)
  expect(trusted.json().secondFactor).toBe(false)
  expect((await t.call(cookieHeader(trusted.cookies), 'GET', '/api/account/sessions')).json().items[0].means).toBe(
    'password+trusted-device',
  )
  const { internalAdapter } = await t.deps.identity.library.$context
  const link = { identifier: 'reset-password:a-token', value: id, expiresAt: new Date(Date.now() + 60_000) }
  await internalAdapter.createVerificationValue(link)
  await internalAdapter.createVerificationValue({ ...link, identifier: 'reset-password:another' })
  const reset = (token: string) => post('/api/auth/reset-password', { token, newPassword: 'an entirely new phrase' })
  expect((await reset('a-token')).statusCode).toBe(200)
  expect((await reset('another')).json().kind).toBe('link-used-up')
  const newer = cookieHeader(trusted.cookies.filter(({ name }) => name.includes('trust')))
  const again = await post(
    '/api/auth/sign-in/email',
    { email: 'trusting@lily.example', password: 'an entirely new phrase' },
    newer,
  )
  expect(again.json().secondFactor).toBe(true)
})

test('the second step of one person is not finished by another person’s session', async () => {
  await t.addPerson('anna@lily.example', company, ['sales'])
  await t.addPerson('bob@lily.example', company, ['sales'])
  const anna = await enrol('anna@lily.example')
  await enrol('bob@lily.example')
  const halfwayBob = await passwordStep('bob@lily.example')
  const refused = await post('/api/auth/two-factor/verify-totp', { code: anna.app.next() }, `${anna.cookie}; ${halfwayBob}`)
  expect(refused.json().kind).toBe('wrong-code')
})

test('neither the shared secret nor a backup code stands readable in the database', async () => {
  await t.addPerson('stored@lily.example', company, ['sales'])
  const { totpURI, backupCodes } = await enrol('stored@lily.example')
  const stored = JSON.stringify((await t.db.owner.query('SELECT * FROM identity."twoFactor"')).rows)
  expect(stored).not.toContain(new URL(totpURI).searchParams.get('secret')!)
  for (const code of backupCodes) expect(stored).not.toContain(code)
})

test('two codes of one person are looked at one after the other', async () => {
  const id = await t.addPerson('queue@lily.example', company, ['sales'])
  const { app } = await enrol('queue@lily.example')
  const code = app.next()
  const holding = await t.db.owner.connect()
  await holding.query('BEGIN')
  await holding.query(`SELECT FROM identity."twoFactor" WHERE "userId" = $1 FOR UPDATE`, [id])
  const both = Promise.all([spendAppCode(t.deps, id, code), spendAppCode(t.deps, id, code)])
  await vi.waitUntil(async () => {
    const waiting = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return (await t.db.owner.query(waiting)).rows[0].n === 2
  })
  await holding.query('COMMIT')
  holding.release()
  expect((await both).sort()).toEqual(['right', 'used'])
})

test('setting up is not finished by a session that was signed out meanwhile', async () => {
  const id = await t.addPerson('left@lily.example', company, ['sales'])
  const cookie = await t.signIn('left@lily.example')
  const { totpURI } = (await post('/api/auth/two-factor/enable', { password: testPassword }, cookie)).json()
  const code = authenticator(totpURI).next()
  await expect(confirmApp(t.deps, { userId: id, sessionId: 'over' }, code)).rejects.toMatchObject({ kind: 'sign-in-needed' })
  const { rows } = await t.db.owner.query(`SELECT "twoFactorEnabled" AS has FROM identity."user" WHERE id = $1`, [id])
  expect(rows[0].has).toBe(false)
})

test('signing in again, code and all, in a browser that is signed in still opens a new session', async () => {
  await t.addPerson('again@lily.example', company, ['sales'])
  const { app, cookie } = await enrol('again@lily.example')
  const halfway = await passwordStep('again@lily.example')
  const entered = await post('/api/auth/two-factor/verify-totp', { code: app.next() }, `${cookie}; ${halfway}`)
  expect((await t.call(cookieHeader(entered.cookies), 'GET', '/api/session')).json().user.email).toBe('again@lily.example')
  expect((await t.call(cookie, 'GET', '/api/session')).json().user).toBeNull()
})
