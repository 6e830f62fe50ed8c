import type { Deps } from '../deps.ts'
import { foundCompany } from '../identity/found-company.ts'
import { addFeeSchedule } from '../platform/add-fee-schedule.ts'
import { demoCustomers } from './customers.ts'
import { countStock, fillTrade } from './fill-trade.ts'
import { tellHistory } from './history.ts'
import { letPeopleIn, makePeople } from './make-people.ts'
import { companyNames, type DemoCompany, demoPeople } from './people.ts'
import { demoProducts } from './products.ts'

type Dependencies = Pick<Deps, 'db' | 'clock' | 'identity' | 'sign'>

/**
 * Fills an empty installation with a believable demo, by the product's own verbs: the platform with its convenience fee, a
 * wholesale florist with four months behind it (Stripe not linked yet: the newcomer does that), and a second small seller.
 * Each company comes whole or not at all, so a start that is killed goes on where it stopped. Where companies of other
 * people exist nothing is added.
 */
export async function seedDemo(deps: Dependencies): Promise<void> {
  const companies = await deps.db.withPlatform((tx) => tx.selectFrom('companies').select('slug').execute())
  const slugs = Object.keys(demoPeople)
  const missing = slugs.length - companies.length
  if (missing === 0 || companies.some((company) => !slugs.includes(company.slug))) return
  await seedPlatform(deps)
  await seedFlorist(deps)
  await seedSecondSeller(deps)
}

const common = { currency: 'usd', time_zone: 'America/New_York' }

/** What stands on the sellers' invoices. */
const papers = {
  'lily-crown': {
    line1: '1200 NW 7th Avenue',
    city: 'Miami',
    region: 'FL',
    postal_code: '33136',
    phone: '+1 305 555 0100',
    email: 'accounts@lilyandcrown.example',
    tax_id: '00-0000000',
    payment_instructions:
      'By transfer: First Florist Bank, account 000123456789.\nBy cheque: to Lily & Crown Wholesale Florists.',
  },
  'harbour-greens': {
    line1: '30 Seafood Way',
    city: 'Boston',
    region: 'MA',
    postal_code: '02210',
    phone: '+1 617 555 0130',
    email: 'office@harbourgreens.example',
  },
}

function company(slug: DemoCompany, kind: 'platform' | 'seller') {
  return { ...common, slug, kind, name: companyNames[slug] }
}

async function seedPlatform(deps: Dependencies): Promise<void> {
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
    await addFeeSchedule(tx, companyId, by, fee)
  })
}

async function seedFlorist(deps: Dependencies): Promise<void> {
  const slug = 'lily-crown'
  const people = await makePeople(deps, slug)
  const florist = {
    ...company(slug, 'seller'),
    ...papers[slug],
    accent_colour: '#9b2f5f',
    tax_basis_points: 700,
    freight_minor: 1_850,
  }
  const locations = [
    { code: 'MIA', name: 'Miami' },
    { code: 'NYC', name: 'New York' },
  ]
  const person = (role: 'sales' | 'warehouse') => {
    const found = demoPeople[slug].find((each) => each.roles.includes(role))!
    return { ...found, userId: people.get(found.email)! }
  }
  await foundCompany(deps, florist, async (tx, companyId) => {
    const trade = await fillTrade(tx, companyId, { locations, products: demoProducts, customers: demoCustomers })
    await letPeopleIn(tx, companyId, slug, people, trade.customers)
    await tellHistory(tx, deps.clock, companyId, trade, { sales: person('sales'), warehouse: person('warehouse') })
    await countStock(tx, companyId, trade)
  })
}

async function seedSecondSeller(deps: Dependencies): Promise<void> {
  const slug = 'harbour-greens'
  const people = await makePeople(deps, slug)
  const greens = { ...company(slug, 'seller'), ...papers[slug], accent_colour: '#1f6f78', freight_minor: 900 }
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
