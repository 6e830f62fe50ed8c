import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'
import { createCompany, type NewCompany } from './create-company.ts'

let stage: TestApplication
const seller: NewCompany = {
  ...{
    kind: 'seller',
    name: 'Lily & Crown',
    slug: 'lily-crown',
    currency: 'usd',
    country: 'US',
    timeZone: 'America/New_York',
    location: 'Miami',
  },
  ...{ adminEmail: 'Ada@lily.example' },
}

beforeAll(async () => {
  stage = await createTestApplication()
})
afterAll(() => stage.close())

test('the first administrator of an installation without a demo chooses a password by a link, once, and enters', async () => {
  const link = await createCompany(stage.deps, seller)
  const token = /^http:\/\/florin\.test\/invitation\/([\w-]{43})$/.exec(link!)![1]!
  const accept = () =>
    stage.call('', 'POST', `/api/invitations/by-token/${token}/accept`, { name: 'Ada Admin', password: testPassword })
  expect((await accept()).json()).toEqual({ email: 'ada@lily.example' })
  expect((await accept()).statusCode).toBe(410)
  const cookie = await stage.signIn('ada@lily.example')
  expect((await stage.call(cookie, 'GET', '/api/session')).json().active).toMatchObject({ roles: ['admin'] })
})

test('a person who has an account gets the second company too, with the password they know', async () => {
  expect(await createCompany(stage.deps, { ...seller, kind: 'platform', slug: 'platform' })).toBeNull()
})

test('a slug that is taken founds nothing', async () => {
  await expect(createCompany(stage.deps, { ...seller, name: 'Another' })).rejects.toThrow(/already/)
})
