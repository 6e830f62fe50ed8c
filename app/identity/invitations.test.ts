import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'
import { mailRoutes } from '../notifications/routes.ts'
import { inviteByCompany, inviteByCompanyAndRecipient } from './limits.ts'

let t: TestApplication
let company: string
let other: string
let admin: string

beforeAll(async () => {
  t = await createTestApplication((deps) => [mailRoutes(deps)])
  company = await t.addCompany('lily')
  other = await t.addCompany('harbour')
  await t.addPerson('admin@lily.example', company, ['admin'])
  admin = await t.signIn('admin@lily.example')
})
afterAll(() => t.close())

const invite = (email: string, more: object = { roles: ['sales'] }) =>
  t.call(admin, 'POST', '/api/invitations', { email, ...more })
const accept = (token: string, body: object = { name: 'New Person', password: testPassword }) =>
  t.app.inject({ method: 'POST', url: `/api/invitations/by-token/${token}/accept`, payload: body })

async function tokenFor(email: string): Promise<string> {
  const mail = (await t.app.inject('/api/dev/mails')).json().items.find((each: { to: string }) => each.to === email.toLowerCase())
  const { text } = (await t.app.inject(`/api/dev/mails/${mail.id}`)).json()
  return /\/invitation\/([\w-]+)/.exec(text)![1]!
}

async function invited(email: string, more?: object): Promise<string> {
  const answer = await invite(email, more)
  expect(answer.statusCode, answer.body).toBe(201)
  return tokenFor(email)
}

test('an invited person sees what it is to, accepts, and enters with the roles given', async () => {
  const token = await invited('New@Lily.example')
  const shown = (await t.app.inject(`/api/invitations/by-token/${token}`)).json()
  expect(shown).toMatchObject({ email: 'new@lily.example', company: { name: 'lily' }, roles: ['sales'], hasAccount: false })
  expect((await accept(token)).json()).toEqual({ email: 'new@lily.example' })
  const session = (await t.call(await t.signIn('new@lily.example'), 'GET', '/api/session')).json()
  expect(session.active).toMatchObject({ roles: ['sales'], company: { slug: 'lily' } })
  const activity = (await t.call(admin, 'GET', '/api/activity?subjectType=person')).json().items
  expect(activity.map((entry: { action: string }) => entry.action)).toEqual(['person.joined', 'person.invited'])
})

test('an invitation is accepted once, also when two try together', async () => {
  const token = await invited('twice@lily.example')
  const answers = await Promise.all([accept(token), accept(token)])
  expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, expect.toBeOneOf([409, 410])])
  const late = await accept(token)
  expect(late.statusCode).toBe(410)
  expect(late.json().detail).toContain('accepted already')
})

test('an invitation that has run out or was taken back opens nothing', async () => {
  const ranOut = await invited('late@lily.example')
  await t.db.owner.query(`UPDATE invitations SET expires_at = now() WHERE email = 'late@lily.example'`)
  expect((await accept(ranOut)).json()).toMatchObject({ status: 410, detail: expect.stringContaining('run out') })

  const takenBack = await invited('back@lily.example')
  const open = (await t.call(admin, 'GET', '/api/invitations')).json().items
  const { id } = open.find((each: { email: string }) => each.email === 'back@lily.example')
  expect((await t.call(admin, 'DELETE', `/api/invitations/${id}`)).statusCode).toBe(204)
  expect((await accept(takenBack)).json()).toMatchObject({ status: 410, detail: expect.stringContaining('taken back') })
})

test('inviting again replaces the earlier invitation', async () => {
  const first = await invited('again@lily.example')
  const second = await invited('again@lily.example')
  expect((await accept(first)).statusCode).toBe(410)
  expect((await accept(second)).statusCode).toBe(200)
})

test('a made-up token finds nothing', async () => {
  expect((await t.app.inject('/api/invitations/by-token/made-up')).statusCode).toBe(404)
  expect((await accept('made-up')).statusCode).toBe(404)
})

test('who has an account joins with its password, and with no other', async () => {
  await t.addPerson('known@harbour.example', other, ['sales'])
  const token = await invited('known@harbour.example', { roles: ['warehouse'] })
  expect((await t.app.inject(`/api/invitations/by-token/${token}`)).json().hasAccount).toBe(true)
  const guess = await accept(token, { name: 'Known', password: 'somebody else’s guess' })
  expect(guess.statusCode).toBe(401)
  expect((await accept(token, { name: 'Known', password: testPassword })).statusCode).toBe(200)
  const { memberships } = (await t.call(await t.signIn('known@harbour.example'), 'GET', '/api/session')).json()
  expect(memberships.map((each: { company: { slug: string } }) => each.company.slug)).toEqual(['harbour', 'lily'])
})

test('a buyer is invited for a customer of this company and no other', async () => {
  const mine = await t.addCustomer(company, 'Petal & Stem')
  const theirs = await t.addCustomer(other, 'Greens Co')
  expect((await invite('x@petal.example', { roles: ['buyer_pays'], customerId: theirs })).statusCode).toBe(404)
  expect((await invite('x@petal.example', { roles: ['buyer_pays'] })).json().kind).toBe('roles-do-not-fit')
  expect((await invite('x@petal.example', { roles: ['sales'], customerId: mine })).json().kind).toBe('roles-do-not-fit')
  const token = await invited('buyer@petal.example', { roles: ['buyer_orders', 'buyer_pays'], customerId: mine })
  await accept(token)
  const { active } = (await t.call(await t.signIn('buyer@petal.example'), 'GET', '/api/session')).json()
  expect(active).toMatchObject({ customer: { name: 'Petal & Stem' }, permissions: ['shop.enter', 'shop.order', 'shop.pay'] })
})

test('nobody is invited as the platform’s operator into a seller', async () => {
  expect((await invite('root@lily.example', { roles: ['operator'] })).json().kind).toBe('roles-do-not-fit')
})

test('who belongs already is not invited again', async () => {
  expect((await invite('admin@lily.example')).json().kind).toBe('already-a-member')
})

test('the link’s token stands in the database as a hash only, and in no log', async () => {
  const token = await invited('secret@lily.example')
  await t.app.inject(`/api/invitations/by-token/${token}`)
  await accept(token)
  expect(JSON.stringify((await t.db.owner.query('SELECT * FROM invitations')).rows)).not.toContain(token)
  expect(t.logged()).not.toContain(token)
})

test('invitations are no mail relay: few to one address, not many in a day, and one company’s do not use up another’s', async () => {
  const statuses: number[] = []
  for (let i = 0; i < inviteByCompanyAndRecipient.max + 1; i++) statuses.push((await invite('often@petal.example')).statusCode)
  expect(statuses).toEqual([...Array(inviteByCompanyAndRecipient.max).fill(201), 429])
  const refused = await invite('often@petal.example')
  expect(refused.json().detail).toMatch(/sent 3 invitations today/)
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(3600)

  await t.db.owner.query(`UPDATE identity.limits SET count = $1 WHERE key LIKE 'invite:company:%'`, [inviteByCompany.max])
  const full = await invite('one-more@petal.example')
  expect([full.statusCode, full.json().detail]).toEqual([429, expect.stringMatching(/100 invitations it may send in a day/)])
  const { rows } = await t.db.owner.query(`SELECT 1 FROM invitations WHERE email = 'one-more@petal.example'`)
  expect(rows).toEqual([])
})

test('a name that is a web address is refused for a person and for a company', async () => {
  for (const name of ['http://evil.example click', 'Visit www.evil.example']) {
    const changed = await t.call(admin, 'PATCH', '/api/company', { name })
    expect([changed.statusCode, changed.json().detail]).toEqual([400, expect.stringMatching(/must not be a web address/)])
    const accepted = await t.call('', 'POST', '/api/invitations/by-token/any/accept', { name, password: testPassword })
    expect([accepted.statusCode, accepted.json().detail]).toEqual([400, expect.stringMatching(/must not be a web address/)])
  }
})
