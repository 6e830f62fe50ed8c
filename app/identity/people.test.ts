import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'

let t: TestApplication
let company: string
let other: string
let admin: string

beforeAll(async () => {
  t = await createTestApplication()
  company = await t.addCompany('lily')
  other = await t.addCompany('harbour')
  await t.addPerson('admin@lily.example', company, ['admin'])
  await t.addPerson('admin@harbour.example', other, ['admin'])
  admin = await t.signIn('admin@lily.example')
})
afterAll(() => t.close())

type Person = { membershipId: string; userId: string; email: string; roles: string[]; isYou: boolean }
const people = async (cookie = admin): Promise<Person[]> => (await t.call(cookie, 'GET', '/api/people')).json().items
const find = async (email: string, cookie = admin) => (await people(cookie)).find((each) => each.email === email)!

test('an administrator sees the people of the own company only', async () => {
  expect((await people()).map(({ email, isYou }) => ({ email, isYou }))).toEqual([{ email: 'admin@lily.example', isYou: true }])
})

test('another company’s person cannot be changed or removed: the id does not exist here', async () => {
  const theirs = await find('admin@harbour.example', await t.signIn('admin@harbour.example'))
  for (const [method, body] of [
    ['PATCH', { roles: ['sales'] }],
    ['DELETE', undefined],
  ] as const) {
    const answer = await t.call(admin, method, `/api/people/${theirs.membershipId}`, body)
    expect(answer.statusCode).toBe(404)
  }
})

test('changed roles count from the next request on, and the change is audited', async () => {
  await t.addPerson('clerk@lily.example', company, ['sales'])
  const clerk = await t.signIn('clerk@lily.example')
  expect((await t.call(clerk, 'GET', '/api/people')).statusCode).toBe(403)
  const { membershipId } = await find('clerk@lily.example')
  const changed = await t.call(admin, 'PATCH', `/api/people/${membershipId}`, { roles: ['sales', 'admin'] })
  expect(changed.json().roles).toEqual(['sales', 'admin'])
  expect((await t.call(clerk, 'GET', '/api/people')).statusCode).toBe(200)
  const [entry] = (await t.call(admin, 'GET', '/api/activity?subjectType=person')).json().items
  expect(entry).toMatchObject({
    actor: { kind: 'person', name: 'admin' },
    action: 'person.roles-changed',
    summary: 'clerk is now sales and an administrator.',
    details: { before: ['sales'], after: ['sales', 'admin'] },
  })
  const { rows: told } = await t.db.owner.query(
    `SELECT payload ->> 'userId' AS id FROM outbox WHERE kind = 'mail.security-notice' AND payload ->> 'what' = 'roles-changed'`,
  )
  const ids = [await find('admin@lily.example'), await find('clerk@lily.example')].map((each) => each.userId)
  expect(told.map(({ id }) => id).sort()).toEqual(ids.sort())
  const { rows: events } = await t.db.owner.query(`SELECT by_name, details FROM security_events WHERE kind = 'roles-changed'`)
  expect(events).toEqual([{ by_name: 'admin', details: { before: ['sales'], after: ['sales', 'admin'] } }])
})

test('who is removed cannot enter any more, with the session still open', async () => {
  await t.addPerson('gone@lily.example', company, ['sales'])
  const gone = await t.signIn('gone@lily.example')
  expect((await t.call(gone, 'GET', '/api/company')).statusCode).toBe(200)
  const { membershipId } = await find('gone@lily.example')
  expect((await t.call(admin, 'DELETE', `/api/people/${membershipId}`)).statusCode).toBe(204)
  const answer = await t.call(gone, 'GET', '/api/company')
  expect(answer.statusCode).toBe(403)
  expect(answer.json().kind).toBe('no-company')
})

test('the last administrator can be neither removed nor demoted', async () => {
  const harbour = await t.signIn('admin@harbour.example')
  const { membershipId } = await find('admin@harbour.example', harbour)
  expect((await t.call(harbour, 'DELETE', `/api/people/${membershipId}`)).json().kind).toBe('last-administrator')
  const demoted = await t.call(harbour, 'PATCH', `/api/people/${membershipId}`, { roles: ['sales'] })
  expect(demoted.statusCode).toBe(409)
})

test('two administrators who remove each other at once leave one', async () => {
  const duo = await t.addCompany('duo')
  await t.addPerson('one@duo.example', duo, ['admin'])
  await t.addPerson('two@duo.example', duo, ['admin'])
  const [one, two] = [await t.signIn('one@duo.example'), await t.signIn('two@duo.example')]
  const ids = await people(one)
  const remove = (cookie: string, email: string) =>
    t.call(cookie, 'DELETE', `/api/people/${ids.find((each) => each.email === email)!.membershipId}`)
  await Promise.all([remove(one, 'two@duo.example'), remove(two, 'one@duo.example')])
  const { rows } = await t.db.owner.query('SELECT count(*)::int AS n FROM memberships WHERE company_id = $1', [duo])
  expect(rows[0].n).toBe(1)
})

test('operators manage operators by the same rules: invited, removed, and the last of them kept', async () => {
  const platform = await t.addCompany('florin', 'platform')
  await t.addPerson('first@florin.example', platform, ['operator'])
  await t.addPerson('second@florin.example', platform, ['operator'])
  const operator = await t.signIn('first@florin.example')
  const invite = (roles: string[]) =>
    t.call(operator, 'POST', '/api/invitations', { email: `${roles.join('-')}@florin.example`, roles })
  expect((await invite(['operator'])).statusCode).toBe(201)
  expect((await invite(['admin'])).json().kind).toBe('roles-do-not-fit')
  const remove = async (email: string) => t.call(operator, 'DELETE', `/api/people/${(await find(email, operator)).membershipId}`)
  expect((await remove('second@florin.example')).statusCode).toBe(204)
  expect((await remove('first@florin.example')).json().kind).toBe('last-administrator')
})

test('roles that do not exist are refused, with the field named', async () => {
  const { membershipId } = await find('admin@lily.example')
  const answer = await t.call(admin, 'PATCH', `/api/people/${membershipId}`, { roles: ['king'] })
  expect(answer.statusCode).toBe(400)
  expect(answer.json().errors[0].field).toBe('roles.0')
})

test('who works in two companies chooses one, and sees that one only', async () => {
  const user = await t.addPerson('both@lily.example', company, ['sales'])
  await t.db.owner.query(`INSERT INTO memberships (company_id, user_id, roles) VALUES ($1, $2, '{admin}')`, [other, user])
  const cookie = await t.signIn('both@lily.example')
  const session = (await t.call(cookie, 'GET', '/api/session')).json()
  expect(session.active.company.slug).toBe('harbour')
  const lily = session.memberships.find((each: { company: { slug: string } }) => each.company.slug === 'lily')
  const switched = await t.call(cookie, 'POST', '/api/session/membership', { membershipId: lily.id })
  expect(switched.json().active.roles).toEqual(['sales'])
  expect((await t.call(cookie, 'GET', '/api/company')).json().slug).toBe('lily')
  expect((await t.call(cookie, 'GET', '/api/people')).statusCode).toBe(403)
})

test('nobody switches to a membership that is another person’s', async () => {
  const { membershipId } = await find('admin@lily.example')
  const cookie = await t.signIn('admin@harbour.example')
  expect((await t.call(cookie, 'POST', '/api/session/membership', { membershipId })).statusCode).toBe(404)
})

test('company settings are changed by an administrator, audited, and refused when they make no sense', async () => {
  const changed = await t.call(admin, 'PATCH', '/api/company', { name: 'Lily & Crown', orderCutOff: '14:30', freightMinor: 1500 })
  expect(changed.json()).toMatchObject({ name: 'Lily & Crown', orderCutOff: '14:30', freight: { minor: 1500, currency: 'usd' } })
  const [entry] = (await t.call(admin, 'GET', '/api/activity?subjectType=company')).json().items
  expect(entry.details).toMatchObject({ before: { name: 'lily' }, after: { name: 'Lily & Crown' } })
  for (const wrong of [{ timeZone: 'Mars/Olympus' }, { orderCutOff: '25:00' }, { freightMinor: -1 }, { freightMinor: 1.5 }]) {
    expect((await t.call(admin, 'PATCH', '/api/company', wrong)).statusCode).toBe(400)
  }
})

test('an administrator signs a person out everywhere; nobody else can, and it is recorded', async () => {
  await t.addPerson('afar@lily.example', company, ['sales'])
  const theirs = await t.signIn('afar@lily.example')
  const items = (await t.call(admin, 'GET', '/api/people')).json().items as { email: string; membershipId: string }[]
  const { membershipId } = items.find(({ email }) => email === 'afar@lily.example')!
  const end = (cookie: string) => t.call(cookie, 'POST', `/api/people/${membershipId}/end-sessions`)
  expect((await end(theirs)).statusCode).toBe(403)
  expect((await end(admin)).statusCode).toBe(204)
  expect((await t.call(theirs, 'GET', '/api/session')).json().user).toBeNull()
  const events = (await t.call(admin, 'GET', '/api/security-events?search=afar')).json().items
  expect(events[0]).toMatchObject({ kind: 'session-ended', person: 'afar', by: 'admin' })
})
