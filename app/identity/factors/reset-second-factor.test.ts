import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { authenticator, holdTime } from '../../../test/support/authenticator.ts'
import {
  cookieHeader,
  createTestApplication,
  type TestApplication,
  testPassword,
} from '../../../test/support/test-application.ts'
import type { Role } from '../permissions.ts'
import { resetSecondFactorByCommand } from './reset-second-factor.ts'

let t: TestApplication
let company: string
let other: string
let platform: string
let admin: { id: string; cookie: string }

beforeAll(async () => {
  holdTime()
  t = await createTestApplication(() => [], { config: { demo: false } })
  company = await t.addCompany('lily')
  other = await t.addCompany('harbour')
  platform = await t.addCompany('florin', 'platform')
  admin = await enrolled('admin@lily.example', company, 'admin')
})
afterAll(async () => {
  vi.useRealTimers()
  await t.close()
})

async function enrolled(email: string, companyId: string, role: Role) {
  const id = await t.addPerson(email, companyId, [role])
  const before = await t.signIn(email)
  const { totpURI } = (await t.call(before, 'POST', '/api/auth/two-factor/enable', { password: testPassword })).json()
  const code = authenticator(totpURI).next()
  const confirmed = await t.call(before, 'POST', '/api/auth/two-factor/confirm', { code })
  return { id, cookie: cookieHeader(confirmed.cookies) }
}
async function reset(cookie: string, userId: string) {
  const { items } = (await t.call(cookie, 'GET', '/api/people')).json()
  const { membershipId } = items.find((each: { userId: string }) => each.userId === userId)
  return t.call(cookie, 'POST', `/api/people/${membershipId}/reset-second-factor`)
}
const one = async (query: string, values: unknown[]) => (await t.db.owner.query(query, values)).rows[0]

test('an administrator resets a colleague, who signs in by the password and sets up a new factor; all is told', async () => {
  const lost = await enrolled('lost@lily.example', company, 'admin')
  expect((await reset(admin.cookie, lost.id)).statusCode).toBe(204)
  expect((await t.call(lost.cookie, 'GET', '/api/session')).json().user).toBeNull()
  const again = await t.signIn('lost@lily.example')
  expect((await t.call(again, 'GET', '/api/session')).json().secondFactorRequired).toBe(true)
  expect((await t.call(again, 'GET', '/api/people')).json().kind).toBe('second-factor-needed')
  const event = await one(`SELECT by_user_id, how FROM security_events WHERE kind = 'factor-reset' AND person_user_id = $1`, [
    lost.id,
  ])
  expect(event).toEqual({ by_user_id: admin.id, how: 'administrator' })
  const line = await one(`SELECT summary FROM activity WHERE action = 'person.second-factor-reset'`, [])
  expect(line.summary).toBe('Reset the second factor of lost.')
  const { rows } = await t.db.owner.query(
    `SELECT payload ->> 'userId' AS id FROM outbox WHERE payload ->> 'what' = 'factor-reset'`,
  )
  expect(rows.map(({ id }) => id).sort()).toEqual([admin.id, lost.id].sort())
})

test('nobody resets oneself, or a person without a factor', async () => {
  expect((await reset(admin.cookie, admin.id)).json().kind).toBe('reset-yourself')
  const bare = await t.addPerson('bare@lily.example', company, ['sales'])
  expect((await reset(admin.cookie, bare)).json().kind).toBe('second-factor-off')
})

test('who works for another company too is reset by somebody who leads both, and by nobody else', async () => {
  const both = await enrolled('both@lily.example', company, 'sales')
  await t.db.owner.query(`INSERT INTO memberships (company_id, user_id, roles) VALUES ($1, $2, '{read_only}')`, [other, both.id])
  expect((await reset(admin.cookie, both.id)).json().kind).toBe('reset-not-yours')
  expect((await one('SELECT "twoFactorEnabled" AS kept FROM identity."user" WHERE id = $1', [both.id])).kept).toBe(true)
  const member = (roles: string) =>
    t.db.owner.query(
      `INSERT INTO memberships (company_id, user_id, roles) VALUES ($1, $2, $3)
       ON CONFLICT (company_id, user_id) DO UPDATE SET roles = excluded.roles`,
      [other, admin.id, roles],
    )
  await member('{sales}')
  const { memberships } = (await t.call(admin.cookie, 'GET', '/api/session')).json()
  const lily = memberships.find((each: { company: { slug: string } }) => each.company.slug === 'lily').id
  await t.call(admin.cookie, 'POST', '/api/session/membership', { membershipId: lily })
  expect((await reset(admin.cookie, both.id)).json().kind).toBe('reset-not-yours')
  await member('{admin}')
  expect((await reset(admin.cookie, both.id)).statusCode).toBe(204)
})

test('an operator resets an operator; a seller’s administrator finds neither', async () => {
  const [first, second] = [
    await enrolled('one@florin.example', platform, 'operator'),
    await enrolled('two@florin.example', platform, 'operator'),
  ]
  const { items } = (await t.call(first.cookie, 'GET', '/api/people')).json()
  const { membershipId } = items.find((each: { userId: string }) => each.userId === second.id)
  expect((await t.call(admin.cookie, 'POST', `/api/people/${membershipId}/reset-second-factor`)).statusCode).toBe(404)
  expect((await reset(first.cookie, second.id)).statusCode).toBe(204)
})

test('the command lets the last administrator in again, whatever they belong to', async () => {
  const last = await enrolled('last@harbour.example', other, 'admin')
  expect(await resetSecondFactorByCommand(t.deps, 'last@harbour.example')).toEqual({ name: 'last', companies: ['harbour'] })
  expect((await t.call(last.cookie, 'GET', '/api/session')).json().user).toBeNull()
  await expect(resetSecondFactorByCommand(t.deps, 'nobody@harbour.example')).rejects.toMatchObject({ status: 404 })
  const event = await one(`SELECT by_name, how FROM security_events WHERE kind = 'factor-reset' AND person_user_id = $1`, [
    last.id,
  ])
  expect(event).toEqual({ by_name: 'Florin', how: 'command' })
})
