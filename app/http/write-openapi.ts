// Prints the OpenAPI document, for the typed client of the web pages: `node run.mjs app/http/write-openapi.ts > openapi.json`.
// Registering routes reaches neither the database nor the network, so every address here may be one where nothing listens.
import { systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { openDatabase } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { openIdentity } from '../identity/identity-service.ts'
import { createLogger } from '../log.ts'
import { openMailer } from '../notifications/mailer.ts'
import { openSignatures } from '../signatures.ts'
import { openStripe } from '../stripe/port.ts'
import { openApiDocument } from './openapi.ts'
import { allRoutes } from './routes.ts'
import { buildServer } from './server.ts'

const nowhere = 'http://127.0.0.1:9'
const config = readConfig({})
const db = openDatabase('postgres://127.0.0.1:9/florin')
const log = createLogger('silent')
const mail = openMailer(config, db)
// Nothing is ever signed here.
const secrets = { current: 'x'.repeat(32), old: [] }
const deps: Deps = {
  config,
  db,
  clock: systemClock,
  log,
  mail,
  identity: openIdentity({ config, db, mail, log }, secrets),
  stripe: openStripe({
    mode: 'simulator',
    secretKey: 'sk_test_nowhere',
    publishableKey: 'pk_test_nowhere',
    webhookSecret: 'whsec_nowhere',
    connectWebhookSecret: 'whsec_nowhere',
    clientId: null,
    apiBase: nowhere,
  }),
  notices: { on: () => () => {}, close: async () => {} },
  ...openSignatures(secrets),
}
const server = await buildServer(deps, allRoutes(deps), { webFolder: '' })
await server.ready()
process.stdout.write(`${JSON.stringify(openApiDocument(server), null, 2)}\n`)
await server.close()
await db.close()
