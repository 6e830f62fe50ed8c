import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { authenticator, holdTime } from '../../../test/support/authenticator.ts'
import {
  cookieHeader,
  createTestApplication,
  type TestApplication,
  testPassword,
} from '../../../test/support/test-application.ts'
import { allRoutes } from '../../http/routes.ts'

let t: TestApplication
let company: string
let platform: string

beforeAll(async () => {
  holdTime()
  t = await createTestApplication((deps) => allRoutes(deps).slice(1), { config: { demo: false } })
  company = await t.addCompany('lily')
  platform = await t.addCompany('florin', 'platform')
})
afterAll(async () => {
  vi.useRealTimers()
  await t.close()
})

async function enrolled(email: string, companyId = company, role: 'admin' | 'operator' | 'sales' = 'admin') {
  const id = await t.addPerson(email, companyId, [role])
  const before = await t.signIn(email)
  const { totpURI, backupCodes } = (
    await t.call(before, 'POST', '/api/auth/two-factor/enable', { password: testPassword })
  ).json()
  const app = authenticator(totpURI)
  const confirmed = await t.call(before, 'POST', '/api/auth/two-factor/confirm', { code: app.next() })
  return { id, email, app, backupCodes: backupCodes as string[], cookie: cookieHeader(confirmed.cookies) }
}
type Enrolled = Awaited<ReturnType<typeof enrolled>>

/** The same session, eleven minutes after the last proof. */
async function stale({ id }: Enrolled): Promise<void> {
  await t.db.owner.query(`UPDATE identity.session SET "provenAt" = "provenAt" - interval '11 minutes' WHERE "userId" = $1`, [id])
}
const kindOf = async (answer: Promise<{ statusCode: number; json(): { kind?: string } }>) => (await answer).json().kind
const mailsAbout = async (what: string) =>
  (
    await t.db.owner.query(
      `SELECT payload ->> 'userId' AS id FROM outbox WHERE kind = 'mail.security-notice' AND payload ->> 'what' = $1`,
      [what],
    )
  ).rows.map((row) => row.id)

test('what moves money or people takes a proof of the last ten minutes; what does not, does not', async () => {
  const admin = await enrolled('admin@lily.example')
  const operator = await enrolled('operator@florin.example', platform, 'operator')
  await stale(admin)
  await stale(operator)
  const nobody = '00000000-0000-4000-8000-000000000000'
  const guarded = [
    ['PATCH', `/api/people/${nobody}`, { roles: ['sales'] }],
    ['DELETE', `/api/people/${nobody}`],
    ['POST', `/api/people/${nobody}/reset-second-factor`],
    ['POST', `/api/people/${nobody}/end-sessions`],
    ['POST', '/api/invitations', { email: 'new@lily.example', roles: ['admin'] }],
    ['POST', '/api/integrations/stripe/enable', {}],
    ['POST', '/api/integrations/stripe/link-existing', {}],
    ['POST', `/api/integrations/stripe/accounts/${nobody}/continue`],
    ['POST', `/api/integrations/stripe/accounts/${nobody}/disconnect`, { reason: 'because of a test' }],
    ['POST', '/api/auth/two-factor/disable'],
    ['POST', '/api/auth/two-factor/generate-backup-codes'],
    ['POST', '/api/auth/change-password', { currentPassword: testPassword, newPassword: 'an entirely new phrase' }],
    ['POST', '/api/account/passkeys/options'],
    ['DELETE', `/api/account/passkeys/${nobody}`],
    ['POST', '/api/account/sessions/end-others'],
    ['DELETE', '/api/account/sessions/some-session'],
  ] as const
  for (const [method, url, body] of guarded) {
    const answer = await t.call(admin.cookie, method, url, body)
    expect(answer.statusCode, `${method} ${url}`).toBe(403)
    expect(answer.json().kind, `${method} ${url}`).toBe('step-up-needed')
  }
  const fee = { companyId: null, currency: 'usd', basisPoints: 1, fixedMinor: 0 }
  expect(await kindOf(t.call(operator.cookie, 'POST', '/api/operator/fee-schedules', fee))).toBe('step-up-needed')
  expect((await t.call(admin.cookie, 'GET', '/api/people')).statusCode).toBe(200)
  const sales = { email: 'sales@lily.example', roles: ['sales'] }
  expect((await t.call(admin.cookie, 'POST', '/api/invitations', sales)).statusCode).toBe(201)
})

test('password and code together are a proof; neither alone is, and each is taken once', async () => {
  const admin = await enrolled('both@lily.example')
  await stale(admin)
  const show = (body: object) => t.call(admin.cookie, 'POST', '/api/auth/step-up', body)
  expect(await kindOf(show({ password: testPassword }))).toBe('wrong-code')
  expect(await kindOf(show({ password: 'not my password', code: admin.app.next() }))).toBe('wrong-password')
  const code = admin.app.next()
  const shown = await show({ password: testPassword, code })
  expect(shown.statusCode, shown.body).toBe(200)
  const renewed = cookieHeader(shown.cookies)
  // Another token from now on: the one from before is worth nothing.
  expect((await t.call(admin.cookie, 'GET', '/api/session')).json().user).toBeNull()
  const invited = { email: 'second@lily.example', roles: ['admin'] }
  expect((await t.call(renewed, 'POST', '/api/invitations', invited)).statusCode).toBe(201)
  expect(await mailsAbout('leader-invited')).toContain(admin.id)
  const again = await t.call(renewed, 'POST', '/api/auth/step-up', { password: testPassword, code })
  expect(again.json()).toMatchObject({ kind: 'wrong-code', detail: expect.stringContaining('used already') })
})

test('a backup code stands in for the app', async () => {
  const admin = await enrolled('backup@lily.example')
  await stale(admin)
  const show = (cookie: string) =>
    t.call(cookie, 'POST', '/api/auth/step-up', { password: testPassword, backupCode: admin.backupCodes[0] })
  const shown = await show(admin.cookie)
  expect(shown.statusCode, shown.body).toBe(200)
  expect(await kindOf(show(cookieHeader(shown.cookies)))).toBe('wrong-code')
})

test('a session by a trusted device enters, and shows the factor before it changes anything of weight', async () => {
  const admin = await enrolled('device@lily.example')
  const halfway = await t.call('', 'POST', '/api/auth/sign-in/email', { email: admin.email, password: testPassword })
  const body = { code: admin.app.next(), trustDevice: true }
  const entered = await t.call(cookieHeader(halfway.cookies), 'POST', '/api/auth/two-factor/verify-totp', body)
  const device = cookieHeader(entered.cookies.filter(({ name }) => name.includes('trust')))
  const trusted = await t.call(device, 'POST', '/api/auth/sign-in/email', { email: admin.email, password: testPassword })
  const cookie = cookieHeader(trusted.cookies)
  expect((await t.call(cookie, 'GET', '/api/people')).statusCode).toBe(200)
  expect(await kindOf(t.call(cookie, 'POST', '/api/account/sessions/end-others'))).toBe('step-up-needed')
})

test('who has no factor shows the password alone', async () => {
  await t.addPerson('plain@lily.example', company, ['sales'])
  const cookie = await t.signIn('plain@lily.example')
  await t.db.owner.query(`UPDATE identity.session SET "provenAt" = now() - interval '11 minutes'`)
  expect(await kindOf(t.call(cookie, 'POST', '/api/account/sessions/end-others'))).toBe('step-up-needed')
  const shown = await t.call(cookie, 'POST', '/api/auth/step-up', { password: testPassword })
  expect(shown.statusCode, shown.body).toBe(200)
})

test('showing it does not bring a session back that was signed out meanwhile', async () => {
  const admin = await enrolled('gone@lily.example')
  const { password } = await t.deps.identity.library.$context
  const verify = vi.spyOn(password, 'verify').mockImplementation(async () => {
    await t.call(admin.cookie, 'POST', '/api/auth/sign-out')
    return true
  })
  const shown = await t.call(admin.cookie, 'POST', '/api/auth/step-up', { password: testPassword, code: admin.app.next() })
  verify.mockRestore()
  expect(shown.json().kind).toBe('sign-in-needed')
  expect(shown.cookies.filter(({ value }) => value !== '')).toEqual([])
})

test('one’s sessions are listed with how and where from; one of them, or all others, end from afar', async () => {
  const person = await enrolled('many@lily.example', company, 'sales')
  const enter = async () => {
    const halfway = await t.call('', 'POST', '/api/auth/sign-in/email', { email: person.email, password: testPassword })
    const url = '/api/auth/two-factor/verify-totp'
    return cookieHeader((await t.call(cookieHeader(halfway.cookies), 'POST', url, { code: person.app.next() })).cookies)
  }
  const [phone, laptop] = [await enter(), await enter()]
  const list = async (cookie: string) => (await t.call(cookie, 'GET', '/api/account/sessions')).json().items
  const items = await list(laptop)
  expect(items).toHaveLength(3)
  expect(items.filter((each: { current: boolean }) => each.current)).toMatchObject([
    { means: 'password+code', address: '127.0.0.1' },
  ])
  expect(JSON.stringify(items)).not.toContain(laptop.split('=')[1]!.split('.')[0]!)
  const [phoneItem] = (await list(phone)).filter((each: { current: boolean }) => each.current)
  expect((await t.call(laptop, 'DELETE', `/api/account/sessions/${phoneItem.id}`)).statusCode).toBe(204)
  expect((await t.call(phone, 'GET', '/api/session')).json().user).toBeNull()
  expect((await t.call(laptop, 'POST', '/api/account/sessions/end-others')).statusCode).toBe(204)
  expect(await list(laptop)).toHaveLength(1)
  expect((await t.call(person.cookie, 'GET', '/api/session')).json().user).toBeNull()
})

test('another person’s session is not there to be ended', async () => {
  const [mine, theirs] = [
    await enrolled('mine@lily.example', company, 'sales'),
    await enrolled('theirs@lily.example', company, 'sales'),
  ]
  const { items } = (await t.call(theirs.cookie, 'GET', '/api/account/sessions')).json()
  const answer = await t.call(mine.cookie, 'DELETE', `/api/account/sessions/${items[0].id}`)
  expect(answer.statusCode).toBe(404)
  expect((await t.call(theirs.cookie, 'GET', '/api/session')).json().user).not.toBeNull()
})
