import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { permissionsFor, type Role } from './permissions.ts'
import { recordActivity } from './record-activity.ts'

let t: TestApplication
const order = randomUUID()
const office: Role[] = ['admin', 'receivables', 'credit_manager', 'sales', 'warehouse', 'read_only']
const cookies = new Map<Role, string>()

beforeAll(async () => {
  t = await createTestApplication()
  const companyId = await t.addCompany('lily')
  for (const role of office) {
    await t.addPerson(`${role}@lily.example`, companyId, [role])
    cookies.set(role, await t.signIn(`${role}@lily.example`))
  }
  const line = { companyId, by: { kind: 'stripe' }, subject: { type: 'order', id: order } } as const
  await t.db.withCompany(companyId, async (tx) => {
    await recordActivity(tx, { ...line, action: 'order.placed', summary: 'Placed order 10482.' })
    await recordActivity(tx, { ...line, action: 'payment.started', summary: 'Began to pay 412.50 USD by card.' })
    await recordActivity(tx, { ...line, action: 'payment.received', summary: 'Paid 412.50 USD by Visa ending in 4242.' })
    await recordActivity(tx, { ...line, action: 'order.shipped', summary: 'Shipped order 10482.' })
    await recordActivity(tx, { ...line, action: 'invoice.issued', summary: 'Invoice 7 issued for 412.50 USD.' })
  })
})
afterAll(() => t.close())

async function read(role: Role, more = '') {
  const url = `/api/activity?subjectType=order&subjectId=${order}${more}`
  const { items, nextCursor } = (await t.call(cookies.get(role)!, 'GET', url)).json()
  return { actions: items.map((item: { action: string }) => item.action) as string[], nextCursor }
}

test.each(office)('an order’s timeline tells %s of payments and invoices only what the role may read', async (role) => {
  const may = permissionsFor([role])
  const { actions } = await read(role)
  expect(actions.includes('payment.received')).toBe(may.includes('payments.read'))
  expect(actions.includes('payment.started')).toBe(may.includes('payments.read'))
  expect(actions.includes('invoice.issued')).toBe(may.includes('invoices.read'))
  expect(actions.filter((action) => action.startsWith('order.'))).toEqual(['order.shipped', 'order.placed'])
})

test('a page is full although lines in between are not for this role, and says that there is no more', async () => {
  expect(await read('warehouse', '&limit=2')).toEqual({ actions: ['order.shipped', 'order.placed'], nextCursor: null })
  const first = await read('warehouse', '&limit=1')
  expect(first.actions).toEqual(['order.shipped'])
  expect((await read('warehouse', `&limit=1&cursor=${first.nextCursor}`)).actions).toEqual(['order.placed'])
})
