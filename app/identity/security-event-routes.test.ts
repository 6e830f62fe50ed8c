import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'
import { pruneSecurityEvents } from './prune-security-events.ts'
import { recordSecurityEvent, recordSecurityEventIn } from './record-security-event.ts'

let t: TestApplication
let lily: string
let rose: string
const users: Record<string, string> = {}
const cookies: Record<string, string> = {}

beforeAll(async () => {
  t = await createTestApplication()
  lily = await t.addCompany('lily')
  rose = await t.addCompany('rose')
  const platform = await t.addCompany('florin', 'platform')
  const people = [
    ['admin', lily, 'admin'],
    ['sales', lily, 'sales'],
    ['other', rose, 'admin'],
    ['operator', platform, 'operator'],
  ] as const
  for (const [name, company, role] of people) {
    users[name] = await t.addPerson(`${name}@florin.example`, company, [role])
    cookies[name] = await t.signIn(`${name}@florin.example`)
  }
})
afterAll(() => t.close())

type Shown = { id: string; kind: string; what: string; person: string; by: string; address: string; more: string }
const read = async (who: string, more = '') =>
  (await t.call(cookies[who]!, 'GET', `/api/security-events?${more}`)).json() as { items: Shown[]; nextCursor: string | null }
const kinds = async (who: string, more = '') => (await read(who, more)).items.map(({ kind }) => kind)

test('an administrator sees what happened to the people of the company, and nothing of others', async () => {
  const { items } = await read('admin')
  expect(items.map(({ kind, person }) => `${kind} ${person}`)).toEqual(['signed-in sales', 'signed-in admin'])
  expect((await read('other')).items.map(({ person }) => person)).toEqual(['other'])
})

test('who may not manage people sees their own only', async () => {
  expect((await t.call(cookies.sales!, 'GET', '/api/security-events')).statusCode).toBe(403)
  expect((await t.call(cookies.sales!, 'GET', '/api/security-events.csv')).statusCode).toBe(403)
  const own = (await t.call(cookies.sales!, 'GET', '/api/account/security-events')).json() as { items: Shown[] }
  expect(own.items.map(({ kind, person }) => `${kind} ${person}`)).toEqual(['signed-in sales'])
})

test('a failed sign-in is told with where it came from and who it was aimed at; a stranger’s is the operator’s to see, without what might be a password', async () => {
  const fail = (email: string) =>
    t.app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      remoteAddress: '203.0.113.9',
      payload: { email, password: 'not it at all' },
    })
  await fail('sales@florin.example')
  await fail('nobody@nowhere.example')
  await fail('my secret password')
  expect((await read('admin', 'topic=failure')).items).toMatchObject([
    { kind: 'sign-in-failed', what: 'Wrong password', person: 'sales', by: null, address: '203.0.113.9' },
  ])
  expect((await read('operator', 'topic=failure')).items.map(({ person }) => person)).toEqual(['', 'nobody@nowhere.example'])
})

test('a list is narrowed by topic, days and words, and its pages hold every line once', async () => {
  expect(await kinds('admin', 'topic=people')).toEqual([])
  expect(await kinds('admin', 'search=SALES 203.0.113')).toEqual(['sign-in-failed'])
  await t.db.owner.query(
    `UPDATE security_events SET at = now() - interval '40 days' WHERE kind = 'sign-in-failed' AND company_id = $1`,
    [lily],
  )
  expect(await kinds('admin', 'days=30')).not.toContain('sign-in-failed')
  const whole = await read('admin')
  const paged: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof read>> = await read('admin', `limit=1${cursor ? `&cursor=${cursor}` : ''}`)
    paged.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  }
  expect(paged).toEqual(whole.items.map(({ id }) => id))
})

test('the file holds exactly what the list shows, and no formula', async () => {
  const person = { userId: users.sales!, name: '=HYPERLINK("http://evil.example")' }
  const from = { address: '203.0.113.9', userAgent: '@SUM(1)' }
  await t.db.withCompany(lily, (tx) =>
    recordSecurityEventIn(tx, lily, { kind: 'roles-changed', person, from, details: { before: ['sales'], after: ['admin'] } }),
  )
  for (const narrowed of ['', 'topic=people', 'search=203.0.113']) {
    const { items } = await read('admin', narrowed)
    const file = await t.call(cookies.admin!, 'GET', `/api/security-events.csv?${narrowed}`)
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(file.headers['content-disposition']).toContain('security-events.csv')
    const lines = file.body.replace('\uFEFF', '').trimEnd().split('\r\n')
    expect(lines).toHaveLength(items.length + 1)
    for (const [i, item] of items.entries()) expect(lines[i + 1]).toContain(item.what)
  }
  const { body } = await t.call(cookies.admin!, 'GET', '/api/security-events.csv?topic=people')
  expect(body).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  expect(body).toContain(`,'@SUM(1),sales → an administrator`)
})

test('the list speaks the reader’s language', async () => {
  const answer = await t.app.inject({
    url: '/api/security-events.csv?topic=people',
    headers: { cookie: cookies.admin!, 'accept-language': 'es' },
  })
  expect(answer.body).toContain('Qué pasó')
  expect(answer.body).toContain('Roles cambiados')
})

test('what every way in does is recorded: invited, joined, failed codes, resets asked for, lock-outs', async () => {
  const invited = await t.call(cookies.admin!, 'POST', '/api/invitations', { email: 'new@florin.example', roles: ['sales'] })
  expect(invited.statusCode, invited.body).toBe(201)
  const mail = await t.db.owner.query(`SELECT body_text FROM identity.mails WHERE recipient = 'new@florin.example'`)
  const token = /invitation\/([\w-]+)/.exec(mail.rows[0].body_text)![1]
  await t.call('', 'POST', `/api/invitations/by-token/${token}/accept`, { name: 'New One', password: testPassword })
  await t.call('', 'POST', '/api/auth/request-password-reset', { email: 'new@florin.example' })
  await t.call(cookies.admin!, 'POST', '/api/invitations', { email: 'never@florin.example', roles: ['sales'] })
  const open = (await t.call(cookies.admin!, 'GET', '/api/invitations')).json().items[0]
  await t.call(cookies.admin!, 'DELETE', `/api/invitations/${open.id}`)
  expect((await kinds('admin')).slice(0, 5)).toEqual([
    'invitation-revoked',
    'person-invited',
    'password-reset-asked',
    'person-joined',
    'person-invited',
  ])
})

test('events are kept for 400 days, and then go', async () => {
  const person = { userId: users.sales!, name: 'sales' }
  await recordSecurityEvent(t.db, { kind: 'signed-out', person, from: null })
  await t.db.owner.query(`UPDATE security_events SET at = now() - interval '399 days' WHERE kind = 'signed-out'`)
  expect(await pruneSecurityEvents(t.db)).toBe(0)
  await t.db.owner.query(`UPDATE security_events SET at = now() - interval '401 days' WHERE kind = 'signed-out'`)
  expect(await pruneSecurityEvents(t.db)).toBe(1)
  expect(await kinds('admin')).not.toContain('signed-out')
})
