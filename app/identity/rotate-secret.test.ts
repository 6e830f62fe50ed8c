import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { authenticator, holdTime } from '../../test/support/authenticator.ts'
import {
  cookieHeader,
  createTestApplication,
  type TestApplication,
  testPassword,
  testSecrets,
} from '../../test/support/test-application.ts'
import { buildServer } from '../http/server.ts'
import { openSignatures } from '../signatures.ts'
import { openIdentity } from './identity-service.ts'
import { rotateSecret, withRetiredSecrets } from './rotate-secret.ts'
import { identityRoutes } from './routes.ts'
import type { Secrets } from './secret.ts'

const oldSecret = testSecrets.current
const newSecret = 'another secret of the tests, as long'
const newest = 'the third secret of the tests, as long'

let t: TestApplication
const open: FastifyInstance[] = []
beforeAll(async () => {
  holdTime()
  t = await createTestApplication()
  const company = await t.addCompany('lily')
  for (const name of ['ada', 'bob', 'cleo']) await t.addPerson(`${name}@lily.example`, company, ['sales'])
})
afterAll(async () => {
  for (const app of open) await app.close()
  await t.close()
  vi.useRealTimers()
})

/** Florin started anew with other secrets, as a process finds them. */
async function startedWith(given: Secrets): Promise<FastifyInstance> {
  const secrets = await withRetiredSecrets(t.db, given)
  const deps = { ...t.deps, identity: openIdentity(t.deps, secrets), ...openSignatures(secrets) }
  const app = await buildServer(deps, [identityRoutes(deps)])
  open.push(app)
  return app
}

/** A browser: keeps its cookies. */
function browser(app: FastifyInstance, cookies = new Map<string, string>()) {
  const call = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const header = cookieHeader([...cookies].map(([name, value]) => ({ name, value })))
    const answer = await app.inject({
      method,
      url,
      headers: { cookie: header, origin: 'http://florin.test' },
      ...(payload ? { payload } : {}),
    })
    for (const { name, value } of answer.cookies) cookies.set(name, value)
    return answer
  }
  return { call, at: (other: FastifyInstance) => browser(other, new Map(cookies)), cookies }
}
type Browser = ReturnType<typeof browser>
const signIn = (b: Browser, email: string) => b.call('POST', '/api/auth/sign-in/email', { email, password: testPassword })
const who = async (b: Browser) => (await b.call('GET', '/api/session')).json().user?.email ?? null
async function enrol(b: Browser, email: string) {
  await signIn(b, email)
  const { totpURI, backupCodes } = (await b.call('POST', '/api/auth/two-factor/enable', { password: testPassword })).json()
  const app = authenticator(totpURI)
  expect((await b.call('POST', '/api/auth/two-factor/confirm', { code: app.shows() })).statusCode).toBe(200)
  return { app, backupCodes: backupCodes as string[] }
}

/** A browser that needs no code any more. */
async function trust(app: FastifyInstance, backupCode: string): Promise<Browser> {
  const b = browser(app)
  expect((await signIn(b, 'ada@lily.example')).json()).toMatchObject({ secondFactor: true })
  const entered = { code: backupCode, trustDevice: true }
  expect((await b.call('POST', '/api/auth/two-factor/verify-backup-code', entered)).statusCode).toBe(200)
  await b.call('POST', '/api/auth/sign-out')
  return b
}

const rotated = { current: newSecret, old: [oldSecret] }
const alone = { current: newSecret, old: [] }

describe('a rotated secret', () => {
  let ada: Awaited<ReturnType<typeof enrol>>
  let signedIn: Browser
  let trusting: Browser
  let elsewhere: Browser

  beforeAll(async () => {
    signedIn = browser(t.app)
    ada = await enrol(signedIn, 'ada@lily.example')
    trusting = await trust(t.app, ada.backupCodes.pop()!)
    elsewhere = await trust(t.app, ada.backupCodes.pop()!)
  })

  test('signs nobody out while the old one is still in the settings', async () => {
    const app = await startedWith(rotated)
    expect(await who(signedIn.at(app))).toBe('ada@lily.example')
    expect((await signIn(elsewhere.at(app), 'ada@lily.example')).json()).toMatchObject({ secondFactor: false })
  })

  test('loses nothing once the command has run and the old one is gone: sessions, trusted devices, codes of the app, backup codes', async () => {
    expect(await rotateSecret(t.db, rotated)).toBe(1)
    const app = await startedWith(alone)
    expect(await who(signedIn.at(app))).toBe('ada@lily.example')
    expect((await signIn(trusting.at(app), 'ada@lily.example')).json()).toMatchObject({ secondFactor: false })
    const stranger = browser(app)
    expect((await signIn(stranger, 'ada@lily.example')).json()).toMatchObject({ secondFactor: true })
    const right = { code: ada.app.next() }
    expect((await stranger.call('POST', '/api/auth/two-factor/verify-totp', right)).statusCode).toBe(200)
    const lost = browser(app)
    await signIn(lost, 'ada@lily.example')
    const backup = { code: ada.backupCodes[0]! }
    expect((await lost.call('POST', '/api/auth/two-factor/verify-backup-code', backup)).statusCode).toBe(200)
    expect(await who(lost)).toBe('ada@lily.example')
  })

  test('changes nothing when the command runs again', async () => {
    const read = async () => (await t.db.owner.query('SELECT * FROM identity."twoFactor" ORDER BY id')).rows
    const before = await read()
    expect(await rotateSecret(t.db, rotated)).toBe(0)
    expect(await read()).toEqual(before)
  })

  test('can be rotated again', async () => {
    await rotateSecret(t.db, { current: newest, old: [newSecret] })
    const app = await startedWith({ current: newest, old: [] })
    expect(await who(signedIn.at(app))).toBe('ada@lily.example')
    const lost = browser(app)
    await signIn(lost, 'ada@lily.example')
    const backup = { code: ada.backupCodes[1]! }
    expect((await lost.call('POST', '/api/auth/two-factor/verify-backup-code', backup)).statusCode).toBe(200)
  })

  test('is worth nothing any more once no cookie can be left that it signed', async () => {
    await t.db.owner.query(`UPDATE identity.retired_secrets SET until = now()`)
    const app = await startedWith({ current: newest, old: [] })
    expect(await who(signedIn.at(app))).toBeNull()
  })

  test('does not stand in the database for anybody to read', async () => {
    await rotateSecret(t.db, { current: newest, old: [newSecret, oldSecret] })
    const rows = JSON.stringify((await t.db.owner.query('SELECT * FROM identity.retired_secrets')).rows)
    expect(rows).not.toContain(newSecret)
    expect(rows).not.toContain(Buffer.from(newSecret).toString('hex'))
  })
})

test('a secret that is not this installation’s signs nothing', async () => {
  await t.db.owner.query(`DELETE FROM identity.retired_secrets`)
  const b = browser(t.app)
  await signIn(b, 'bob@lily.example')
  expect(await who(b)).toBe('bob@lily.example')
  const app = await startedWith({ current: newest, old: ['a secret of somebody else, long enough'] })
  expect(await who(b.at(app))).toBeNull()
})

test('what was encrypted before secrets had versions is understood, and encrypted anew', async () => {
  const { symmetricEncrypt } = await import('better-auth/crypto')
  const b = browser(t.app)
  const cleo = await enrol(b, 'cleo@lily.example')
  const plain = await symmetricEncrypt({ key: oldSecret, data: JSON.stringify(cleo.backupCodes) })
  await t.db.owner.query(
    `UPDATE identity."twoFactor" SET "backupCodes" = $1 WHERE "userId" = (SELECT id FROM identity."user" WHERE email = 'cleo@lily.example')`,
    [plain],
  )
  await rotateSecret(t.db, { current: newest, old: [newSecret, oldSecret] })
  const app = await startedWith({ current: newest, old: [] })
  const lost = browser(app)
  await signIn(lost, 'cleo@lily.example')
  const backup = { code: cleo.backupCodes[0]! }
  expect((await lost.call('POST', '/api/auth/two-factor/verify-backup-code', backup)).statusCode).toBe(200)
})
