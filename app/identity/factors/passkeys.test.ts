import { afterAll, beforeAll, expect, test } from 'vitest'
import { softwarePasskey } from '../../../test/support/software-passkey.ts'
import {
  cookieHeader,
  createTestApplication,
  type TestApplication,
  testPassword,
} from '../../../test/support/test-application.ts'

const origin = 'http://florin.test'
let t: TestApplication
let company: string

beforeAll(async () => {
  t = await createTestApplication(() => [], { config: { demo: false } })
  company = await t.addCompany('lily')
})
afterAll(() => t.close())

/** A person with a passkey, and the session it was added in. */
async function holder(email: string, role: 'admin' | 'sales' = 'sales') {
  const id = await t.addPerson(email, company, [role])
  const before = await t.signIn(email)
  const device = softwarePasskey(origin)
  const question = (await t.call(before, 'POST', '/api/account/passkeys/options')).json()
  const body = { name: 'My phone', response: device.make(question) }
  const added = await t.call(before, 'POST', '/api/account/passkeys', body)
  expect(added.statusCode, added.body).toBe(201)
  return { id, email, device, before, cookie: cookieHeader(added.cookies) }
}
const ask = async (cookie = '') => (await t.call(cookie, 'POST', '/api/auth/passkey/options')).json()
const show = (response: object, cookie = '') => t.call(cookie, 'POST', '/api/auth/passkey/sign-in', { response })
const meansOf = async (cookie: string) => {
  const { items } = (await t.call(cookie, 'GET', '/api/account/sessions')).json()
  return items.find((each: { current: boolean }) => each.current).means
}

test('a passkey alone opens a session that counts as strong, and ends every other when it is added', async () => {
  const admin = await holder('admin@lily.example', 'admin')
  expect((await t.call(admin.before, 'GET', '/api/session')).json().user).toBeNull()
  expect((await t.call(admin.cookie, 'GET', '/api/people')).statusCode).toBe(200)
  const entered = await show(admin.device.answer(await ask()))
  expect(entered.statusCode, entered.body).toBe(200)
  const cookie = cookieHeader(entered.cookies)
  expect(await meansOf(cookie)).toBe('passkey')
  expect((await t.call(cookie, 'GET', '/api/people')).statusCode).toBe(200)
})

test('after the password it is the second factor', async () => {
  const person = await holder('second@lily.example')
  const begun = await t.call('', 'POST', '/api/auth/sign-in/email', { email: person.email, password: testPassword })
  expect(begun.json()).toEqual({ secondFactor: true, ways: ['passkey'] })
  const halfway = cookieHeader(begun.cookies)
  expect((await t.call(halfway, 'GET', '/api/session')).json().user).toBeNull()
  const entered = await show(person.device.answer(await ask(halfway)), halfway)
  expect(await meansOf(cookieHeader(entered.cookies))).toBe('password+passkey')
})

test('another person’s passkey does not finish a sign-in begun with a password', async () => {
  const [anna, bob] = [await holder('anna@lily.example'), await holder('bob@lily.example')]
  const begun = await t.call('', 'POST', '/api/auth/sign-in/email', { email: anna.email, password: testPassword })
  const halfway = cookieHeader(begun.cookies)
  expect((await show(bob.device.answer(await ask(halfway)), halfway)).json().kind).toBe('wrong-passkey')
})

test.each([
  ['from another web site', { origin: 'http://evil.test' }],
  ['made for another web site', { host: 'evil.test' }],
  ['that nobody unlocked', { unverified: true }],
  ['with another signature', { signs: Buffer.from('something else') }],
])('an answer %s opens nothing', async (what, wrong) => {
  const person = await holder(`wrong-${what.replaceAll(' ', '-')}@lily.example`)
  const refused = await show(person.device.answer(await ask(), wrong))
  expect(refused.statusCode).toBe(401)
  expect(refused.json().kind).toBe('wrong-passkey')
  expect(refused.cookies).toEqual([])
})

test('a challenge is answered once, also by two at the same moment; one that was never asked, never', async () => {
  const person = await holder('once@lily.example')
  const answer = person.device.answer(await ask())
  const both = await Promise.all([show(answer), show(answer)])
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401])
  expect((await show(person.device.answer({ challenge: 'bWFkZSB1cA', rpId: 'florin.test' }))).statusCode).toBe(401)
})

test('an answer to one question is none to another', async () => {
  const person = await holder('purpose@lily.example')
  const stepUp = (await t.call(person.cookie, 'POST', '/api/auth/step-up/passkey-options')).json()
  expect((await show(person.device.answer(stepUp))).statusCode).toBe(401)
  const response = person.device.answer(await ask())
  expect((await t.call(person.cookie, 'POST', '/api/auth/step-up/passkey', { response })).statusCode).toBe(401)
})

test('a copied device is noticed: its count does not go up', async () => {
  const person = await holder('copied@lily.example')
  expect((await show(person.device.answer(await ask(), { counter: 10 }))).statusCode).toBe(200)
  expect((await show(person.device.answer(await ask(), { counter: 10 }))).json().kind).toBe('wrong-passkey')
})

test('a passkey is a fresh proof', async () => {
  const person = await holder('proof@lily.example')
  await t.db.owner.query(`UPDATE identity.session SET "provenAt" = now() - interval '11 minutes' WHERE "userId" = $1`, [
    person.id,
  ])
  const end = (cookie: string) => t.call(cookie, 'POST', '/api/account/sessions/end-others')
  expect((await end(person.cookie)).json().kind).toBe('step-up-needed')
  const question = (await t.call(person.cookie, 'POST', '/api/auth/step-up/passkey-options')).json()
  const shown = await t.call(person.cookie, 'POST', '/api/auth/step-up/passkey', { response: person.device.answer(question) })
  expect((await end(cookieHeader(shown.cookies))).statusCode).toBe(204)
})

test('a passkey is made in answer to this person’s question alone, and a device’s only once', async () => {
  const [mine, theirs] = [await holder('mine@lily.example'), await holder('theirs@lily.example')]
  const question = (await t.call(mine.cookie, 'POST', '/api/account/passkeys/options')).json()
  const add = (cookie: string, response: object) => t.call(cookie, 'POST', '/api/account/passkeys', { name: 'New', response })
  expect((await add(theirs.cookie, softwarePasskey(origin).make(question))).json().kind).toBe('wrong-passkey')
  const again = (await t.call(mine.cookie, 'POST', '/api/account/passkeys/options')).json()
  expect((await add(mine.cookie, theirs.device.make(again))).json().kind).toBe('wrong-passkey')
  const unlocked = (await t.call(mine.cookie, 'POST', '/api/account/passkeys/options')).json()
  expect((await add(mine.cookie, softwarePasskey(origin).make(unlocked, { unverified: true }))).json().kind).toBe('wrong-passkey')
})

test('another person’s passkey can be neither renamed nor removed; one’s own can, and then opens nothing', async () => {
  const [mine, theirs] = [await holder('own@lily.example'), await holder('other@lily.example')]
  const idOf = async (cookie: string) => (await t.call(cookie, 'GET', '/api/account/factors')).json().passkeys[0].id
  const url = `/api/account/passkeys/${await idOf(theirs.cookie)}`
  expect((await t.call(mine.cookie, 'PATCH', url, { name: 'Mine' })).statusCode).toBe(404)
  expect((await t.call(mine.cookie, 'DELETE', url)).statusCode).toBe(404)
  const own = `/api/account/passkeys/${await idOf(mine.cookie)}`
  expect((await t.call(mine.cookie, 'PATCH', own, { name: 'Better' })).statusCode).toBe(200)
  expect((await t.call(mine.cookie, 'GET', '/api/account/factors')).json().passkeys[0].name).toBe('Better')
  expect((await t.call(mine.cookie, 'DELETE', own)).statusCode).toBe(204)
  expect((await show(mine.device.answer(await ask()))).json().kind).toBe('wrong-passkey')
})

test('an account holds twenty passkeys, and those that were begun before do not come on top', async () => {
  const person = await holder('full@lily.example')
  const begun = (await t.call(person.cookie, 'POST', '/api/account/passkeys/options')).json()
  await t.db.owner.query(
    `INSERT INTO identity.passkeys (user_id, name, credential_id, public_key, counter, synced)
     SELECT $1, 'Another', 'made-up-' || n, '\\x00', 0, false FROM generate_series(1, 19) n`,
    [person.id],
  )
  expect((await t.call(person.cookie, 'POST', '/api/account/passkeys/options')).json().kind).toBe('passkeys-full')
  const body = { name: 'One more', response: softwarePasskey(origin).make(begun) }
  expect((await t.call(person.cookie, 'POST', '/api/account/passkeys', body)).json().kind).toBe('passkeys-full')
})

test('backup codes of an app that was never confirmed open nothing', async () => {
  const person = await holder('half@lily.example')
  const begun = await t.call(person.cookie, 'POST', '/api/auth/two-factor/enable', { password: testPassword })
  expect(begun.statusCode, begun.body).toBe(200)
  const halfway = await t.call('', 'POST', '/api/auth/sign-in/email', { email: person.email, password: testPassword })
  const body = { code: begun.json().backupCodes[0] }
  const refused = await t.call(cookieHeader(halfway.cookies), 'POST', '/api/auth/two-factor/verify-backup-code', body)
  expect(refused.json().kind).toBe('second-factor-off')
})
