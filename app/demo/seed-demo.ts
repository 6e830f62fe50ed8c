import { editECommerce } from '../customers/edit-customer.ts'
import type { Deps } from '../deps.ts'
import { foundCompany } from '../identity/found-company.ts'
import { permissionsFor } from '../identity/permissions.ts'
import { enableStripe } from '../integrations/link-stripe.ts'
import { refreshStripeAccount } from '../integrations/refresh-stripe-account.ts'
import { addFeeSchedule } from '../platform/add-fee-schedule.ts'
import { demoCustomers } from './customers.ts'
import { countStock, fillTrade, type Trade } from './fill-trade.ts'
import { daysBack, onlineCustomers } from './habits.ts'
import { type Person, tellHistory } from './history.ts'
import { letPeopleIn, makePeople } from './make-people.ts'
import { bookFees } from './pay-orders.ts'
import { companyNames, type DemoCompany, demoPeople } from './people.ts'
import { demoProducts } from './products.ts'
import { SimulatorTime } from './simulator-time.ts'

type Dependencies = Pick<Deps, 'db' | 'clock' | 'identity' | 'sign' | 'verify' | 'stripe' | 'config'>

const daySeconds = 86_400

/** Whether an installation is empty, so that a demo can be made in it. @throws when a demo was begun here and not finished. */
export async function isEmpty({ db }: Pick<Deps, 'db'>): Promise<boolean> {
  const companies = await db.withPlatform((tx) => tx.selectFrom('companies').select('slug').execute())
  const slugs: string[] = Object.keys(demoPeople)
  const isOurs = companies.length > 0 && companies.every(({ slug }) => slugs.includes(slug))
  if (isOurs && companies.length < slugs.length) {
    throw new Error('The demo in this database was begun and not finished. Give Florin an empty database, or set DEMO=off.')
  }
  return companies.length === 0
}

/**
 * Fills an empty installation with a believable demo, by the product's own verbs: the platform with its convenience fee; a
 * wholesale florist with four months behind it, paid through the simulator; and a second, small seller that has not linked
 * Stripe yet: the newcomer does that. The simulator must be as new as the installation. Where there are companies nothing is added.
 * What is cut short is not taken up again: the caller begins anew.
 */
export async function seedDemo(deps: Dependencies): Promise<void> {
  if (!(await isEmpty(deps))) return
  const now = deps.clock.now()
  const simulator = new SimulatorTime(deps.stripe.simulatorUrl!)
  const secondsAgo = (daysBack + 2) * daySeconds
  await simulator.begin(secondsAgo)
  await seedPlatform(deps, new Date(now.getTime() - secondsAgo * 1000))
  await seedFlorist(deps, simulator, now)
  await simulator.catchUp()
  await seedSecondSeller(deps)
}

const common = { currency: 'usd', time_zone: 'America/New_York' }

function company(slug: DemoCompany, kind: 'platform' | 'seller') {
  return { ...common, slug, kind, name: companyNames[slug] }
}

async function seedPlatform(deps: Dependencies, since: Date): Promise<void> {
  const slug = 'florin-platform'
  const people = await makePeople(deps, slug)
  const { email, name } = demoPeople[slug][0]!
  const by = { doer: { kind: 'person', userId: people.get(email)!, name }, name } as const
  // 0.50 % + 10 ¢, at least 25 ¢ and at most 15 dollars.
  const fee = {
    companyId: null,
    currency: 'usd',
    basisPoints: 50,
    fixedMinor: 10,
    minimumMinor: 25,
    capMinor: 1_500,
    effectiveFrom: null,
  }
  await foundCompany(deps, company(slug, 'platform'), async (tx, companyId) => {
    await letPeopleIn(tx, companyId, slug, people, new Map())
    await addFeeSchedule(tx, companyId, by, fee, since)
  })
}

async function seedFlorist(deps: Dependencies, simulator: SimulatorTime, now: Date): Promise<void> {
  const slug = 'lily-crown'
  const userIds = await makePeople(deps, slug)
  const florist = { ...company(slug, 'seller'), accent_colour: '#9b2f5f', tax_basis_points: 700, freight_minor: 1_850 }
  const locations = [
    { code: 'MIA', name: 'Miami' },
    { code: 'NYC', name: 'New York' },
  ]
  const everybody: Person[] = demoPeople[slug].map((person) => ({ ...person, userId: userIds.get(person.email)! }))
  const first = (role: 'admin' | 'sales' | 'warehouse') => everybody.find((person) => person.roles.includes(role))!
  const people = { sales: first('sales'), warehouse: first('warehouse'), buyers: everybody.filter((person) => person.customer) }
  let made: Trade | undefined
  const companyId = await foundCompany(deps, florist, async (tx, id) => {
    const trade = await fillTrade(tx, id, { locations, products: demoProducts, customers: demoCustomers })
    await letPeopleIn(tx, id, slug, userIds, trade.customers)
    made = trade
  })
  const trade = made as Trade | undefined
  if (companyId === null || trade === undefined) throw new Error(`Somebody else has made the company ${slug} meanwhile.`)
  await goOnline(deps, simulator, { companyId, trade, admin: first('admin') })
  await tellHistory(deps, simulator, now, { companyId, trade, customers: demoCustomers, people })
  await bookFees(deps, companyId)
  await deps.db.withCompany(companyId, (tx) => countStock(tx, companyId, trade))
}

type Online = { companyId: string; trade: Trade; admin: Person }

/** The administrator links Stripe and lets customers pay online. */
async function goOnline(deps: Dependencies, simulator: SimulatorTime, { companyId, trade, admin }: Online): Promise<void> {
  const { userId, name, email, roles } = admin
  const actor = { userId, name, email, roles, companyId, permissions: new Set(permissionsFor(roles)), customerId: null }
  await enableStripe(deps, actor, null)
  const { stripe_account: account } = await deps.db.withCompany(companyId, (tx) =>
    tx.selectFrom('stripe_accounts').select('stripe_account').executeTakeFirstOrThrow(),
  )
  await simulator.onboard(account)
  await refreshStripeAccount(deps, companyId, account)
  await deps.db.withCompany(companyId, async (tx) => {
    for (const { customer, atCheckout } of onlineCustomers) {
      await editECommerce(tx, actor, trade.customers.get(customer)!, { payOnline: true, paymentRequiredAtCheckout: atCheckout })
    }
  })
}

async function seedSecondSeller(deps: Dependencies): Promise<void> {
  const slug = 'harbour-greens'
  const people = await makePeople(deps, slug)
  const greens = { ...company(slug, 'seller'), accent_colour: '#1f6f78', freight_minor: 900 }
  const locations = [{ code: 'BOS', name: 'Boston' }]
  const products = demoProducts.filter((product) => product.category === 'Greens')
  const [customer] = demoCustomers
  const customers = [
    { ...customer!, name: 'Tidewater Cafe', contactName: 'Tess Tide', email: 'orders@tidewater.example', location: 'BOS' },
  ]
  await foundCompany(deps, greens, async (tx, companyId) => {
    const trade = await fillTrade(tx, companyId, { locations, products, customers })
    await letPeopleIn(tx, companyId, slug, people, trade.customers)
    await countStock(tx, companyId, trade)
  })
}
