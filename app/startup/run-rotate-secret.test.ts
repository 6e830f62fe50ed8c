import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { readOrCreateSecrets } from '../identity/secret.ts'
import { rotate } from './run-rotate-secret.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'florin-rotate-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const stripe = {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_2',
}
const [first, second] = ['1'.repeat(32), '2'.repeat(32)]
const file = () => join(folder, 'florin.secret')
const kept = async () => (await readFile(file(), 'utf8')).trim().split('\n')

test('a generated secret is replaced in the data folder, readable by its owner only', async () => {
  const config = readConfig({ ...stripe, DATA_DIR: folder })
  const { current: before } = await readOrCreateSecrets(config)
  expect(await rotate(config)).toBe(0)
  const [after, ...more] = await kept()
  expect(more).toEqual([])
  expect(after).not.toBe(before)
  expect(after!.length).toBeGreaterThanOrEqual(32)
  expect((await stat(file())).mode & 0o777).toBe(0o600)
})

test('a rotation that was cut short is finished with the secret it had chosen', async () => {
  await writeFile(file(), `${second}\n${first}\n`)
  const config = readConfig({ ...stripe, DATA_DIR: folder })
  expect(await readOrCreateSecrets(config)).toEqual({ current: second, old: [first] })
  await rotate(config)
  expect(await kept()).toEqual([second])
})

test('secrets of the settings are named in order, and a rotation without an old one says what to do', async () => {
  const config = readConfig({
    ...stripe,
    DATA_DIR: folder,
    FLORIN_SECRET: second,
    FLORIN_SECRETS_OLD: `${first}, ${'0'.repeat(32)}`,
  })
  expect(await readOrCreateSecrets(config)).toEqual({ current: second, old: [first, '0'.repeat(32)] })
  const without = readConfig({ ...stripe, DATA_DIR: folder, FLORIN_SECRET: second })
  await expect(rotate(without)).rejects.toThrow(/FLORIN_SECRETS_OLD/)
})

test('an old secret that is too short is named, and not repeated', () => {
  const start = () => readConfig({ FLORIN_SECRET: second, FLORIN_SECRETS_OLD: `${first},hunter2` })
  expect(start).toThrow(/FLORIN_SECRETS_OLD/)
  expect(start).not.toThrow(/hunter2/)
})

test('the demo keeps its secret: the passwords of its people are made from it', async () => {
  await expect(rotate(readConfig({ DATA_DIR: folder }))).rejects.toThrow(/demo/)
})
