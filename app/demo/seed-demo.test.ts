import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { catalogueRoutes } from '../catalogue/routes.ts'
import { customerRoutes } from '../customers/routes.ts'
import { orderRoutes } from '../orders/routes.ts'
import { checkInvariants } from '../reconciliation/check-invariants.ts'
import { demoLogins } from './demo-logins.ts'
import { seedDemo } from './seed-demo.ts'

let world: TestApplication
let seller: string
let seconds: number

beforeAll(async () => {
  world = await createTestApplication((deps) => [catalogueRoutes(deps), customerRoutes(deps), orderRoutes(deps, async () => {})])
  const began = performance.now()
  await seedDemo(world.deps)
  seconds = (performance.now() - began) / 1000
  const { rows } = await world.db.owner.query(`SELECT id FROM companies WHERE slug = 'lily-crown'`)
  seller = rows[0].id
})
afterAll(() => world.close())

const count = async (query: string) => Number((await world.db.owner.query(query)).rows[0].count)

test('the demo is there within ten seconds', () => {
  expect(seconds).toBeLessThan(10)
})

test('the books of the demo are in order', async () => {
  expect(await checkInvariants(world.deps, seller)).toEqual([])
})
