import { hashPassword as hashEarlier } from 'better-auth/crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'
import { hashPassword, isWeaker, verifyPassword } from './password-hash.ts'

let t: TestApplication
beforeAll(async () => {
  t = await createTestApplication()
  await t.addPerson('ada@lily.example', await t.addCompany('lily'), ['sales'])
})
afterAll(() => t.close())

test('a password is kept as a salted hash that says how it was made, and is right in its own letters only', async () => {
  const hash = await hashPassword(testPassword)
  expect(hash).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
  expect(await hashPassword(testPassword)).not.toBe(hash)
  expect(await verifyPassword({ hash, password: testPassword })).toBe(true)
  for (const password of [testPassword.toUpperCase(), `${testPassword} `, testPassword.slice(0, -1)])
    expect(await verifyPassword({ hash, password })).toBe(false)
})

test('letters composed in another way are the same letters', async () => {
  const hash = await hashPassword('contraseña de café')
  expect(await verifyPassword({ hash, password: 'contraseña de café'.normalize('NFD') })).toBe(true)
})

test('a hash from before, made with less work, still opens, and is made anew by the next sign-in', async () => {
  const earlier = await hashEarlier(testPassword)
  expect(isWeaker(earlier)).toBe(true)
  await t.db.owner.query('UPDATE identity.account SET password = $1', [earlier])
  await t.signIn('ada@lily.example')
  const { rows } = await t.db.owner.query('SELECT password FROM identity.account')
  expect(isWeaker(rows[0].password)).toBe(false)
  await t.signIn('ada@lily.example')
})

test('a crowd of guesses is turned away before the work, not after', async () => {
  const hash = await hashPassword(testPassword)
  const outcomes = await Promise.allSettled(Array.from({ length: 80 }, () => verifyPassword({ hash, password: 'x' })))
  const refused = outcomes.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(80 - 62)
  expect(refused[0]).toMatchObject({ reason: { kind: 'busy' } })
  expect(await verifyPassword({ hash, password: testPassword })).toBe(true)
})
