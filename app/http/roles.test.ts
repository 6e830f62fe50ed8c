import { randomUUID } from 'node:crypto'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

/** What each route asks for. What is sent is well-formed, so that a refusal is about the role; the ids exist nowhere. */
const id = randomUUID()
const reason = { reason: 'because of a test' }
const newCustomer = { name: 'New', locationId: id, priceListId: id, terms: 'cod' }
const newOrder = { shipToId: id, shipDate: '2026-11-24', poNumber: '', note: '', payWith: 'card', expectedTotalMinor: 1 }
const newFee = { companyId: null, currency: 'usd', basisPoints: 1, fixedMinor: 0 }
const routes: [method: NonNullable<InjectOptions['method']>, url: string, permission: Permission, body?: object][] = [
  ['GET', '/api/people', 'people.manage'],
  ['PATCH', `/api/people/${id}`, 'people.manage', { roles: ['sales'] }],
  ['DELETE', `/api/people/${id}`, 'people.manage'],
  ['POST', `/api/people/${id}/reset-second-factor`, 'people.manage'],
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
  ['POST', '/api/integrations/stripe/enable', 'stripe.manage', { locationId: id }],
  ['POST', '/api/integrations/stripe/link-existing', 'stripe.manage', { locationId: id }],
  ['POST', `/api/integrations/stripe/accounts/${id}/continue`, 'stripe.manage'],
  ['GET', `/api/integrations/stripe/accounts/${id}/continue-redirect`, 'stripe.manage'],
  ['GET', '/api/integrations/stripe/oauth-return?state=made-up', 'stripe.manage'],
  ['POST', `/api/integrations/stripe/accounts/${id}/refresh`, 'stripe.manage'],
  ['POST', `/api/integrations/stripe/accounts/${id}/disconnect`, 'stripe.manage', reason],
  ['GET', '/api/products', 'products.read'],
  ['GET', `/api/products/${id}`, 'products.read'],
  ['GET', '/api/price-lists', 'customers.read'],
  ['GET', '/api/customers', 'customers.read'],
  ['GET', `/api/customers/${id}`, 'customers.read'],
  ['POST', '/api/customers', 'customers.edit', newCustomer],
  ['POST', '/api/customers', 'customers.edit_credit', { ...newCustomer, terms: 'net', termsDays: 30 }],
  ['PATCH', `/api/customers/${id}`, 'customers.edit', { name: 'Other' }],
  ['POST', '/api/customers', 'customers.edit_credit', { ...newCustomer, creditLimitMinor: 5_000_000 }],
  ['PATCH', `/api/customers/${id}`, 'customers.edit_credit', { creditLimitMinor: 5_000_000 }],
  ['PATCH', `/api/customers/${id}`, 'customers.edit_credit', { terms: 'net', termsDays: 30 }],
  [
    'PATCH',
    `/api/customers/${id}/e-commerce`,
    'customers.edit_e_commerce',
    { payOnline: true, paymentRequiredAtCheckout: false },
  ],
  ['GET', '/api/orders', 'orders.read'],
  ['GET', `/api/orders/${id}`, 'orders.read'],
  ['POST', `/api/orders/${id}/override-hold`, 'orders.override_hold', reason],
  ['POST', `/api/orders/${id}/void`, 'orders.void', reason],
  ['POST', `/api/orders/${id}/ship`, 'orders.ship'],
  ['GET', `/api/orders/${id}/payment`, 'payments.read'],
  ['GET', '/api/payments', 'payments.read'],
  ['GET', `/api/payments/${id}`, 'payments.read'],
  ['GET', '/api/invoices', 'invoices.read'],
  ['GET', `/api/invoices/${id}`, 'invoices.read'],
  ['GET', '/api/breaks', 'payments.read'],
  ['POST', `/api/breaks/${id}/close`, 'breaks.close', { note: 'because of a test' }],
  ['GET', '/api/shop/catalogue', 'shop.enter'],
  ['GET', `/api/shop/products/${id}`, 'shop.enter'],
  ['GET', '/api/shop/cart', 'shop.enter'],
  ['PUT', `/api/shop/cart/lines/${id}`, 'shop.order', { quantity: 1 }],
  ['DELETE', `/api/shop/cart/lines/${id}`, 'shop.order'],
  ['GET', '/api/shop/checkout', 'shop.enter'],
  ['POST', '/api/shop/orders', 'shop.order', newOrder],
  ['GET', '/api/shop/orders', 'shop.enter'],
  ['GET', `/api/shop/orders/${id}`, 'shop.enter'],
  ['POST', `/api/shop/orders/${id}/void`, 'shop.order', reason],
  ['POST', `/api/shop/orders/${id}/reorder`, 'shop.order'],
  ['POST', `/api/shop/orders/${id}/pay`, 'shop.pay'],
  ['GET', `/api/shop/orders/${id}/payment`, 'shop.enter'],
  ['POST', `/api/shop/orders/${id}/payment/refresh`, 'shop.enter'],
  ['GET', `/api/shop/orders/${id}/payment/stream`, 'shop.enter'],
  ['GET', '/api/operator/overview', 'platform.operate'],
  ['GET', '/api/operator/sellers', 'platform.operate'],
  ['GET', '/api/operator/income', 'platform.operate'],
  ['GET', '/api/operator/events', 'platform.operate'],
  ['GET', '/api/operator/fee-schedules', 'platform.operate'],
  ['POST', '/api/operator/fee-schedules', 'platform.operate', newFee],
]

const ask = (role: Role | null, [method, url, , body]: (typeof routes)[number]) => {
  const headers = { 'idempotency-key': randomUUID(), ...(role ? { cookie: cookies.get(role)! } : {}) }
  return app.inject({ method, url, headers, ...(body ? { payload: body } : {}) })
}

test.each(routes)('%s %s lets in exactly the roles that may', async (...route) => {
  const [, , permission] = route
  for (const role of roles) {
    const { statusCode, body } = await ask(role, route)
    const may = permissionsFor([role]).includes(permission)
    expect(statusCode !== 403 && statusCode !== 401, `${role}: ${statusCode} ${body}`).toBe(may)
    expect(statusCode, `${role}: ${body}`).not.toBe(500)
  }
  expect((await ask(null, route)).statusCode).toBe(401)
})

const changing = [...new Set(routes.filter(([method]) => method !== 'GET').map(([method, url]) => `${method} ${url}`))]

test.each(changing)('%s reads nothing from those who may not', async (route) => {
  const [method, url] = route.split(' ') as [(typeof routes)[number][0], string]
  const needed = routes.filter((each) => each[0] === method && each[1] === url).map(([, , permission]) => permission)
  const shutOut = roles.filter((role) => !permissionsFor([role]).some((permission) => needed.includes(permission)))
  expect(shutOut.length).toBeGreaterThan(0)
  for (const role of shutOut) {
    const headers = { cookie: cookies.get(role)!, 'content-type': 'application/json' }
    // Not 400 for what is no JSON: nobody looked. A route says who may with `onRequest: onlyWith(…)`.
    expect((await app.inject({ method, url, headers, payload: '{"half' })).statusCode, role).toBe(403)
  }
})

test('no route of the API is missing from this table', async () => {
  const { paths } = (await app.inject('/openapi.json')).json() as { paths: Record<string, Record<string, { tags: string[] }>> }
  const personal = ['Signing in', 'My account', 'Development']
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => !personal.some((tag) => tags.includes(tag)))
      .map(([method]) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, ':id')}`),
  )
  const listed = routes.map(([method, url]) => `${method} ${url.split('?')[0]!.replace(id, ':id')}`)
  expect(documented.filter((route) => !listed.includes(route))).toEqual([])
})

test('a refusal names who can', async () => {
  const answer = await app.inject({ url: '/api/integrations/stripe', headers: { cookie: cookies.get('sales')! } })
  expect(answer.json()).toMatchObject({
    kind: 'not-allowed',
    permission: 'stripe.manage',
    detail: expect.stringContaining('an administrator'),
  })
})
