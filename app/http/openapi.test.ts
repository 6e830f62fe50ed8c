import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { allRoutes } from './routes.ts'
import { buildServer } from './server.ts'

type Operation = { tags?: string[]; summary?: string; responses: Record<string, { content?: object }>; security: object[] }
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: object } }

let t: TestApplication
let document: Document
let operations: [string, Operation][]

beforeAll(async () => {
  t = await createTestApplication()
  const app = await buildServer(t.deps, allRoutes(t.deps))
  document = (await app.inject('/openapi.json')).json()
  await app.close()
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  )
})
afterAll(() => t.close())

test('the document is OpenAPI 3.1 and covers the whole API', () => {
  expect(document.openapi).toBe('3.1.0')
  expect(operations.length).toBeGreaterThan(40)
  expect(operations.every(([name]) => name.includes(' /api/'))).toBe(true)
})

test('every operation has a summary, a tag, and an answer with a shape', () => {
  const bare = operations.filter(([, { summary, tags }]) => !summary || !tags?.length).map(([name]) => name)
  expect(bare).toEqual([])
  const streams = ['get /api/shop/orders/{id}/payment/stream']
  const redirects = ['get /api/integrations/stripe/accounts/{id}/continue-redirect', 'get /api/integrations/stripe/oauth-return']
  const shapeless = operations
    .filter(
      ([, { responses }]) =>
        !responses['204'] && !Object.values(responses).some((each) => 'application/json' in (each.content ?? {})),
    )
    .map(([name]) => name)
  expect(shapeless.sort()).toEqual([...redirects, ...streams].sort())
})

test('every operation tells how problems look', () => {
  for (const [, { responses }] of operations) expect(responses.default?.content).toHaveProperty('application/problem+json')
  expect(document.components.schemas).toHaveProperty('Problem')
})

test('every reference in the document leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!)
  expect(references.length).toBeGreaterThan(0)
  for (const reference of new Set(references)) {
    const target = reference.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document)
    expect(target, reference).toBeDefined()
  }
})

test('what needs no session says so, and nothing else does', () => {
  const open = operations.filter(([, { security }]) => security.length === 0).map(([name]) => name)
  expect(open.sort()).toEqual([
    'get /api/dev/mails',
    'get /api/dev/mails/{id}',
    'get /api/dev/people',
    'get /api/invitations/by-token/{token}',
    'get /api/session',
    'post /api/auth/passkey/options',
    'post /api/auth/passkey/sign-in',
    'post /api/auth/request-password-reset',
    'post /api/auth/reset-password',
    'post /api/auth/sign-in/email',
    'post /api/auth/sign-out',
    'post /api/auth/two-factor/verify-backup-code',
    'post /api/auth/two-factor/verify-totp',
    'post /api/invitations/by-token/{token}/accept',
  ])
})
