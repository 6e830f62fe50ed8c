import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
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
  ...{ adminName: 'Ada Admin', adminEmail: 'Ada@lily.example' },
}

beforeAll(async () => {
  stage = await createTestApplication()
})
afterAll(() => stage.close())

test('the first administrator of an installation without a demo can sign in', async () => {
  const password = await createCompany(stage.deps, seller)
  const body = { email: 'ada@lily.example', password }
  const answer = await stage.call('', 'POST', '/api/auth/sign-in/email', body)
  expect(answer.statusCode).toBe(200)
})

test('a person who has an account gets the second company too, with the password they know', async () => {
  expect(await createCompany(stage.deps, { ...seller, kind: 'platform', slug: 'platform' })).toBeNull()
})

test('a slug that is taken founds nothing', async () => {
  await expect(createCompany(stage.deps, { ...seller, name: 'Another' })).rejects.toThrow(/already/)
})
