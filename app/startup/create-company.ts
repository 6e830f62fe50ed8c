import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { addPriceList } from '../catalogue/add-product.ts'
import { ConfigError, readConfig } from '../config.ts'
import type { Deps } from '../deps.ts'
import { addMembership } from '../identity/add-membership.ts'
import { createUser } from '../identity/create-user.ts'
import { foundCompany } from '../identity/found-company.ts'
import { readOrCreateSecrets } from '../identity/secret.ts'
import { exponentOf } from '../money.ts'
import { openDeps } from './open-deps.ts'
import { withDatabase } from './with-database.ts'

const usage = `Usage: node run.mjs app/main.ts create-company --kind platform|seller --name "Lily & Crown" --slug lily-crown
  --admin-name "Ada Admin" --admin-email ada@example.com [--currency usd] [--country US] [--time-zone America/New_York] [--location Miami]
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
  adminName: string
  adminEmail: string
}

/** `create-company`: makes the platform's company or a seller with its first administrator, where there is no demo. */
export async function runCreateCompany(): Promise<void> {
  const wanted = readArguments()
  const config = readConfig(process.env)
  if (!config.stripe) {
    throw new ConfigError('Without the STRIPE_ variables Florin is a demo, which brings its own companies. Set them first.')
  }
  const { stripe } = config
  await withDatabase(config, async (databaseUrl) => {
    const { deps, close } = await openDeps(config, { stripe, databaseUrl, secrets: await readOrCreateSecrets(config) })
    try {
      const password = await createCompany(deps, wanted)
      console.log(`${wanted.name} is there.`)
      console.log(
        password
          ? `${wanted.adminEmail} signs in with ${password} and should change it.`
          : `${wanted.adminEmail} signs in as before.`,
      )
    } finally {
      await close()
    }
  })
}

/**
 * @returns the new administrator's password, told once; null when the person has an account already.
 * @throws Error when a company with this slug exists.
 */
export async function createCompany(deps: Deps, wanted: NewCompany): Promise<string | null> {
  const { userId, password } = await findOrMakePerson(deps, wanted)
  const { kind, name, slug, currency, country } = wanted
  const founded = await foundCompany(
    deps,
    { kind, name, slug, currency, country, time_zone: wanted.timeZone },
    async (tx, companyId) => {
      await addMembership(tx, { companyId, userId, roles: [kind === 'platform' ? 'operator' : 'admin'] })
      if (kind === 'platform') return
      await tx.insertInto('locations').values({ company_id: companyId, code: 'MAIN', name: wanted.location }).execute()
      await addPriceList(tx, companyId, 'Standard')
    },
  )
  if (founded === null) throw new Error(`There is a company with the slug "${slug}" already.`)
  return password
}

async function findOrMakePerson(
  deps: Deps,
  { adminEmail, adminName }: NewCompany,
): Promise<{ userId: string; password: string | null }> {
  const email = adminEmail.trim().toLowerCase()
  const known = await deps.db.identity.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst()
  if (known) return { userId: known.id, password: null }
  const password = randomBytes(12).toString('base64url')
  const { id } = await createUser(deps, { email, name: adminName, password })
  return { userId: id, password }
}

function readArguments(): NewCompany {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      kind: text,
      name: text,
      slug: text,
      'admin-name': text,
      'admin-email': text,
      currency: { ...text, default: 'usd' },
      country: text,
      'time-zone': { ...text, default: 'America/New_York' },
      location: { ...text, default: 'Main' },
    },
  })
  const { kind, name, slug, currency, location } = values
  const [adminName, adminEmail, timeZone] = [values['admin-name'], values['admin-email'], values['time-zone']]
  if ((kind !== 'platform' && kind !== 'seller') || !name || !slug || !adminName || !adminEmail?.includes('@')) {
    throw new ConfigError(`Something is missing.\n${usage}`)
  }
  exponentOf(currency)
  const country = values.country ?? (currency === 'usd' ? 'US' : '')
  if (!/^[A-Z]{2}$/.test(country)) throw new ConfigError(`--country: two capital letters, such as GB.\n${usage}`)
  return { kind, name, slug, currency, country, timeZone, location, adminName, adminEmail }
}
