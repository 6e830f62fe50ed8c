import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { addPriceList } from '../catalogue/add-product.ts'
import { ConfigError, readConfig } from '../config.ts'
import type { Deps } from '../deps.ts'
import { addMembership } from '../identity/add-membership.ts'
import { foundCompany } from '../identity/found-company.ts'
import { hashOf, insertInvitation, invitationDays } from '../identity/invite.ts'
import type { Role } from '../identity/permissions.ts'
import { readOrCreateSecrets } from '../identity/secret.ts'
import { exponentOf } from '../money.ts'
import { openDeps } from './open-deps.ts'
import { withDatabase } from './with-database.ts'

const usage = `Usage: node run.mjs app/main.ts create-company --kind platform|seller --name "Lily & Crown" --slug lily-crown
  --admin-email ada@example.com [--currency usd] [--country US] [--time-zone America/New_York] [--location Miami]
In another currency than usd, --country says where the company does business: Stripe opens its account there.`

export type NewCompany = {
  kind: 'platform' | 'seller'
  name: string
  slug: string
  currency: string
  /** Two letters: where the company does business. */
  country: string
  timeZone: string
  location: string
  adminEmail: string
}

/** `create-company`: makes the platform's company or a seller with its first administrator, where there is no demo. */
export async function runCreateCompany(): Promise<void> {
  const wanted = readArguments()
  const config = readConfig(process.env)
  if (!config.stripe) {
    throw new ConfigError(
      'The STRIPE_ variables are missing: companies are made where Florin talks to Stripe. The demo brings its own.',
    )
  }
  const { stripe } = config
  await withDatabase(config, async (databaseUrl) => {
    const { deps, close } = await openDeps(config, { stripe, databaseUrl, secrets: await readOrCreateSecrets(config) })
    try {
      const link = await createCompany(deps, wanted)
      console.log(`${wanted.name} is there.`)
      console.log(
        link
          ? `${wanted.adminEmail} chooses a password here, within ${invitationDays} days: ${link}`
          : `${wanted.adminEmail} signs in as before.`,
      )
    } finally {
      await close()
    }
  })
}

/**
 * @returns the link by which the first administrator chooses a password, good for a week and once; null when the person has an
 * account already and enters with it. @throws Error when a company with this slug exists.
 */
export async function createCompany(deps: Deps, wanted: NewCompany): Promise<string | null> {
  const { kind, name, slug, currency, country } = wanted
  const email = wanted.adminEmail.trim().toLowerCase()
  const known = await deps.db.identity.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst()
  const token = randomBytes(32).toString('base64url')
  const roles: Role[] = [kind === 'platform' ? 'operator' : 'admin']
  const founded = await foundCompany(
    deps,
    { kind, name, slug, currency, country, time_zone: wanted.timeZone },
    async (tx, companyId) => {
      if (known) await addMembership(tx, { companyId, userId: known.id, roles })
      else await insertInvitation(tx, companyId, { email, roles, customerId: null, invitedByName: 'Florin' }, hashOf(token))
      if (kind === 'platform') return
      await tx.insertInto('locations').values({ company_id: companyId, code: 'MAIN', name: wanted.location }).execute()
      await addPriceList(tx, companyId, 'Standard')
    },
  )
  if (founded === null) throw new Error(`There is a company with the slug "${slug}" already.`)
  return known ? null : `${deps.config.publicUrl}/invitation/${token}`
}

function readArguments(): NewCompany {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      kind: text,
      name: text,
      slug: text,
      'admin-email': text,
      currency: { ...text, default: 'usd' },
      country: text,
      'time-zone': { ...text, default: 'America/New_York' },
      location: { ...text, default: 'Main' },
    },
  })
  const { kind, name, slug, currency, location } = values
  const [adminEmail, timeZone] = [values['admin-email'], values['time-zone']]
  if ((kind !== 'platform' && kind !== 'seller') || !name || !slug || !adminEmail?.includes('@')) {
    throw new ConfigError(`Something is missing.\n${usage}`)
  }
  exponentOf(currency)
  const country = values.country ?? (currency === 'usd' ? 'US' : '')
  if (!/^[A-Z]{2}$/.test(country)) throw new ConfigError(`--country: two capital letters, such as GB.\n${usage}`)
  return { kind, name, slug, currency, country, timeZone, location, adminEmail }
}
