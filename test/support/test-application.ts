import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { systemClock } from '../../app/clock.ts'
import { type Config, readConfig } from '../../app/config.ts'
import type { Deps } from '../../app/deps.ts'
import { buildServer } from '../../app/http/server.ts'
import { addMembership } from '../../app/identity/add-membership.ts'
import { createUser } from '../../app/identity/create-user.ts'
import { openIdentity } from '../../app/identity/identity-service.ts'
import type { Role } from '../../app/identity/permissions.ts'
import { identityRoutes } from '../../app/identity/routes.ts'
import { createLogger } from '../../app/log.ts'
import { openMailer } from '../../app/notifications/mailer.ts'
import { openSignatures } from '../../app/signatures.ts'
import { openStripe } from '../../app/stripe/port.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

export const testPassword = 'a long enough pass phrase'
export const testSecrets = { current: 'a secret of the tests, long enough', old: [] as string[] }
const stripeNowhere = {
  mode: 'simulator' as const,
  secretKey: 'sk_test_nowhere',
  publishableKey: 'pk_test_nowhere',
  webhookSecret: 'whsec_nowhere',
  connectWebhookSecret: 'whsec_nowhere',
  clientId: null,
  apiBase: 'http://127.0.0.1:9',
}

export type TestApplication = {
  app: FastifyInstance
  deps: Deps
  db: TestDatabase
  /** Everything logged so far, as written. */
  logged(): string
  addCompany(slug: string, kind?: 'seller' | 'platform'): Promise<string>
  addCustomer(companyId: string, name: string): Promise<string>
  /** Makes a person with the password `testPassword`. @returns the user's id. */
  addPerson(email: string, companyId: string, roles: Role[], customerId?: string): Promise<string>
  /** Signs in and @returns the cookie header of the session. */
  signIn(email: string): Promise<string>
  /** A request as a browser of Florin's own pages sends it. */
  call(cookie: string, method: InjectOptions['method'], url: string, body?: object): Promise<LightMyRequestResponse>
  close(): Promise<void>
}

/** The application on a database of its own, without a port: requests are injected. Stripe is nowhere unless given. */
export async function createTestApplication(
  routes: (deps: Deps) => FastifyPluginAsyncZod[] = () => [],
  change: { config?: Partial<Config>; deps?: Partial<Deps> } = {},
): Promise<TestApplication> {
  const db = await createTestDatabase()
  const lines: string[] = []
  const log = createLogger('debug', { write: (line) => void lines.push(line) })
  const config: Config = { ...readConfig({ PORT: '0', DEMO: 'on' }), publicUrl: 'http://florin.test', ...change.config }
  const mail = openMailer(config, db)
  const identity = openIdentity({ config, db, mail, log }, testSecrets)
  const notices = { on: () => () => {}, close: async () => {} }
  const deps: Deps = {
    ...{
      config,
      db,
      clock: systemClock,
      log,
      identity,
      mail,
      notices,
      stripe: openStripe(stripeNowhere),
      ...openSignatures(testSecrets),
    },
    ...change.deps,
  }
  const app = await buildServer(deps, [identityRoutes(deps), ...routes(deps)])
  await app.ready()
  return {
    app,
    deps,
    db,
    logged: () => lines.join(''),
    ...worldOf(deps, db),
    signIn: (email) => signIn(app, email),
    call: (cookie, method, url, body) =>
      app.inject({ method, url, headers: { cookie, origin: config.publicUrl }, ...(body ? { payload: body } : {}) }),
    close: async () => {
      await app.close()
      await db.drop()
    },
  }
}

function worldOf(deps: Deps, db: TestDatabase) {
  const insert = async (query: string, values: unknown[]) => (await db.owner.query(query, values)).rows[0].id as string
  return {
    addCompany: (slug: string, kind = 'seller') =>
      insert(
        `INSERT INTO companies (kind, name, slug, currency, time_zone) VALUES ($1, $2, $2, 'usd', 'America/New_York') RETURNING id`,
        [kind, slug],
      ),
    addCustomer: async (companyId: string, name: string) => {
      const place = `INSERT INTO locations (company_id, code, name) VALUES ($1, $2, $2) RETURNING id`
      const list = `INSERT INTO price_lists (company_id, name, currency) VALUES ($1, $2, 'usd') RETURNING id`
      const [location, prices] = [await insert(place, [companyId, name]), await insert(list, [companyId, name])]
      return insert(
        `INSERT INTO customers (company_id, number, name, location_id, price_list_id, terms) VALUES ($1, $2, $2, $3, $4, 'cod') RETURNING id`,
        [companyId, name, location, prices],
      )
    },
    addPerson: async (email: string, companyId: string, roles: Role[], customerId?: string) => {
      const { id } = await createUser(deps, { email, name: email.split('@')[0]!, password: testPassword })
      await db.withCompany(companyId, (tx) => addMembership(tx, { companyId, userId: id, roles, customerId: customerId ?? null }))
      return id
    },
  }
}

async function signIn(app: FastifyInstance, email: string): Promise<string> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email, password: testPassword },
  })
  if (answer.statusCode !== 200) throw new Error(`could not sign in: ${answer.body}`)
  return cookieHeader(answer.cookies)
}

export function cookieHeader(cookies: { name: string; value: string }[]): string {
  return cookies
    .filter((cookie) => cookie.value !== '')
    .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
    .join('; ')
}
