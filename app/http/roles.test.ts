import { randomUUID } from 'node:crypto'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { type Permission, permissionsFor, type Role, roles } from '../identity/permissions.ts'
import { allRoutes } from './routes.ts'
import { buildServer } from './server.ts'

let t: TestApplication
let app: FastifyInstance
const cookies = new Map<Role, string>()

beforeAll(async () => {
  t = await createTestApplication()
  app = await buildServer(t.deps, allRoutes(t.deps))
  const seller = await t.addCompany('lily')
  const platform = await t.addCompany('florin', 'platform')
  const customer = await t.addCustomer(seller, 'Petal & Stem')
  for (const role of roles) {
    const email = `${role}@florin.example`
    const isBuyer = role.startsWith('buyer_')
    await t.addPerson(email, role === 'operator' ? platform : seller, [role], isBuyer ? customer : undefined)
    cookies.set(role, await t.signIn(email))
  }
})
afterAll(async () => {
  await app.close()
  await t.close()
})

/** What each route asks for. A body that is sent is well-formed, so that a refusal is about the role. */
const id = randomUUID()
const routes: [method: InjectOptions['method'], url: string, permission: Permission, body?: object][] = [
  ['GET', '/api/people', 'people.manage'],
  ['PATCH', `/api/people/${id}`, 'people.manage', { roles: ['sales'] }],
  ['DELETE', `/api/people/${id}`, 'people.manage'],
  ['GET', '/api/invitations', 'people.manage'],
  ['POST', '/api/invitations', 'people.manage', { email: 'admin@florin.example', roles: ['sales'] }],
  ['DELETE', `/api/invitations/${id}`, 'people.manage'],
  ['GET', '/api/company', 'office.enter'],
  ['PATCH', '/api/company', 'company.manage', {}],
  ['GET', '/api/locations', 'office.enter'],
  ['GET', '/api/home', 'office.enter'],
  ['GET', '/api/search?q=rose', 'office.enter'],
  ['GET', '/api/activity?subjectType=order', 'orders.read'],
  ['GET', '/api/activity?subjectType=payment', 'payments.read'],
  ['GET', '/api/activity?subjectType=stripe_account', 'stripe.manage'],
  ['GET', '/api/activity?subjectType=person', 'people.manage'],
  ['GET', '/api/integrations/stripe', 'stripe.manage'],
  ['POST', `/api/integrations/stripe/accounts/${id}/refresh`, 'stripe.manage'],
  ['POST', `/api/integrations/stripe/accounts/${id}/disconnect`, 'stripe.manage', { reason: 'because of a test' }],
  ['GET', '/api/payments', 'payments.read'],
  ['GET', `/api/payments/${id}`, 'payments.read'],
  ['GET', `/api/orders/${id}/payment`, 'payments.read'],
  ['GET', '/api/invoices', 'invoices.read'],
  ['GET', `/api/invoices/${id}`, 'invoices.read'],
  ['GET', '/api/breaks', 'payments.read'],
  ['POST', `/api/breaks/${id}/close`, 'breaks.close', { note: 'because of a test' }],
  ['POST', `/api/orders/${id}/ship`, 'orders.ship'],
  ['GET', `/api/shop/orders/${id}/payment`, 'shop.enter'],
  ['GET', '/api/operator/overview', 'platform.operate'],
  ['GET', '/api/operator/sellers', 'platform.operate'],
  ['GET', '/api/operator/income', 'platform.operate'],
  ['GET', '/api/operator/events', 'platform.operate'],
  ['GET', '/api/operator/fee-schedules', 'platform.operate'],
]

describe.each(routes)('%s %s', (method, url, permission, body) => {
  const ask = (role: Role | null) =>
    app.inject({ method, url, headers: role ? { cookie: cookies.get(role)! } : {}, ...(body ? { payload: body } : {}) })

  test('lets in exactly the roles that may', async () => {
    for (const role of roles) {
      const { statusCode, body: answer } = await ask(role)
      const may = permissionsFor([role]).includes(permission)
      expect(statusCode !== 403 && statusCode !== 401, `${role}: ${statusCode} ${answer}`).toBe(may)
      expect(statusCode, `${role}: ${answer}`).not.toBe(500)
    }
  })

  test('asks who is not signed in to sign in', async () => {
    expect((await ask(null)).statusCode).toBe(401)
  })
})

test('a refusal names who can', async () => {
  const answer = await app.inject({ url: '/api/integrations/stripe', headers: { cookie: cookies.get('sales')! } })
  expect(answer.json()).toMatchObject({
    kind: 'not-allowed',
    permission: 'stripe.manage',
    detail: expect.stringContaining('an administrator'),
  })
})
