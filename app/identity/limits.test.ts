import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'
import { countTry, resetByEmail, signInByAddressAndEmail } from './limits.ts'

let t: TestApplication

beforeAll(async () => {
  t = await createTestApplication()
  const company = await t.addCompany('lily')
  for (const name of ['ada', 'bob', 'cleo']) await t.addPerson(`${name}@lily.example`, company, ['sales'])
})
afterAll(() => t.close())

const signIn = (email: string, password: string) =>
  t.app.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password } })

test('guessing a password is stopped, even with the right one at last, and says how long to wait', async () => {
  for (let i = 0; i < signInByAddressAndEmail.max; i++)
    expect((await signIn('ada@lily.example', 'a wrong guess')).statusCode).toBe(401)
  const stopped = await signIn('ada@lily.example', testPassword)
  expect(stopped.statusCode).toBe(429)
  expect(stopped.json()).toMatchObject({ kind: 'too-many-tries', detail: expect.stringMatching(/Wait \d+ minutes/) })
  expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(60)
})

test('one person’s wrong guesses do not keep another out', async () => {
  expect((await signIn('bob@lily.example', testPassword)).statusCode).toBe(200)
})

test('a success starts the count anew', async () => {
  for (let round = 0; round < 2; round++) {
    for (let i = 1; i < signInByAddressAndEmail.max; i++) await signIn('cleo@lily.example', 'a wrong guess')
    expect((await signIn('cleo@lily.example', testPassword)).statusCode).toBe(200)
  }
})

test('successes of an office behind one address are not counted against it, nor do they wipe out failures', async () => {
  const left = async () =>
    (await t.db.owner.query(`SELECT sum(count)::int AS n FROM identity.limits WHERE key LIKE 'sign-in:address:%'`)).rows[0].n
  const before = await left()
  await signIn('bob@lily.example', testPassword)
  expect(await left()).toBe(before)
  await signIn('bob@lily.example', 'a wrong guess')
  expect(await left()).toBe(before + 1)
})

test('a new window lets try again', async () => {
  for (let i = 0; i < resetByEmail.max; i++) await countTry(t.deps, resetByEmail, 'x@lily.example')
  await expect(countTry(t.deps, resetByEmail, 'x@lily.example')).rejects.toMatchObject({ status: 429 })
  await t.db.owner.query(`UPDATE identity.limits SET since = since - make_interval(secs => $1)`, [resetByEmail.seconds])
  await countTry(t.deps, resetByEmail, 'x@lily.example')
})

test('tries that arrive together are counted one by one', async () => {
  const limit = { name: 'test', max: 10, seconds: 60 }
  const outcomes = await Promise.allSettled(Array.from({ length: 25 }, () => countTry(t.deps, limit, 'together')))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
})

test('who was counted cannot be read from the database', async () => {
  const keys = JSON.stringify((await t.db.owner.query('SELECT key FROM identity.limits')).rows)
  expect(keys).not.toContain('lily.example')
})
