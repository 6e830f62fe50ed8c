import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'
import { mailRoutes } from '../notifications/routes.ts'

let t: TestApplication
let admin: string

beforeAll(async () => {
  t = await createTestApplication((deps) => [mailRoutes(deps)])
  const company = await t.addCompany('lily')
  await t.addPerson('admin@lily.example', company, ['admin'])
  admin = await t.signIn('admin@lily.example')
})
afterAll(() => t.close())

const post = (url: string, payload: object) => t.app.inject({ method: 'POST', url, payload })
const signInWith = (email: string, password = testPassword) => post('/api/auth/sign-in/email', { email, password })

/** What a mail to this address, whose subject says so, links to. Mails may leave after the answer, so it is waited for. */
async function linked(email: string, pattern: RegExp): Promise<string> {
  return vi.waitUntil(async () => {
    const { items } = (await t.app.inject('/api/dev/mails')).json()
    for (const item of items.filter((each: { to: string }) => each.to === email)) {
      const token = pattern.exec((await t.app.inject(`/api/dev/mails/${item.id}`)).json().text)?.[1]
      if (token) return token
    }
    return undefined
  })
}

describe.each([
  ['smith&sons@lily.example', 'SMITH&Sons@Lily.example', 'smith&sons@lily.example'],
  ['user%dept@lily.example', 'User%Dept@lily.example', 'user%dept@lily.example'],
  ['sales/miami@lily.example', ' sales/Miami@lily.example', 'sales/miami@lily.example'],
  ['info@flowers.xn--p1ai', 'info@Flowers.рф', 'info@flowers.xn--p1ai'],
  ['info@blümen.example', 'info@xn--blmen-lva.EXAMPLE', 'info@xn--blmen-lva.example'],
])('%s', (written, otherSpelling, kept) => {
  test('is invited, signs in under any spelling, and chooses a new password by mail', async () => {
    expect((await t.call(admin, 'POST', '/api/invitations', { email: written, roles: ['sales'] })).statusCode).toBe(201)
    const invitation = await linked(kept, /\/invitation\/([\w-]+)/)
    const joined = await post(`/api/invitations/by-token/${invitation}/accept`, { name: 'Sam', password: testPassword })
    expect(joined.json()).toEqual({ email: kept })

    expect((await signInWith(written)).statusCode).toBe(200)
    expect((await signInWith(otherSpelling)).statusCode).toBe(200)
    expect((await signInWith(written, 'not the right one')).json().kind).toBe('wrong-credentials')

    expect((await post('/api/auth/request-password-reset', { email: otherSpelling })).statusCode).toBe(200)
    const token = await linked(kept, /reset-password\?token=(\S+)/)
    const newPassword = 'an entirely new phrase'
    expect((await post('/api/auth/reset-password', { token, newPassword })).statusCode).toBe(200)
    expect((await signInWith(written, newPassword)).statusCode).toBe(200)
  })

  test('is one account: its other spelling belongs to the company already', async () => {
    const again = await t.call(admin, 'POST', '/api/invitations', { email: otherSpelling, roles: ['sales'] })
    expect(again.json().kind).toBe('already-a-member')
  })
})

test('what is no address is refused with the reason, and nobody is invited', async () => {
  const refused = await t.call(admin, 'POST', '/api/invitations', { email: 'zoë@lily.example', roles: ['sales'] })
  expect([refused.statusCode, refused.json().errors]).toEqual([
    400,
    [{ field: 'email', message: 'Before the @, use letters without accents: few mail servers take others.' }],
  ])
})
