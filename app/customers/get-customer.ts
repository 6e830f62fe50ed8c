import { addressLines } from '../addresses/address-lines.ts'
import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { readStripeStanding } from '../integrations/read-stripe-standing.ts'
import { notFound } from '../problem.ts'
import { partsOf } from './change-addresses.ts'
import { findCustomer } from './read-customers.ts'

/** A customer with addresses, e-commerce settings and the people who buy for it. @throws Problem 404. */
export async function getCustomer(deps: Pick<Deps, 'db'>, companyId: string, customerId: string) {
  const { buyers, ...rest } = await deps.db.withCompany(companyId, async (tx) => {
    const customer = await findCustomer(tx, companyId, customerId)
    if (!customer) throw notFound('customer')
    return {
      ...customer,
      addresses: await readAddresses(tx, companyId, customerId),
      eCommerce: await readECommerce(tx, customer),
      buyers: await tx
        .selectFrom('memberships')
        .select(['id', 'user_id', 'roles'])
        .where('company_id', '=', companyId)
        .where('customer_id', '=', customerId)
        .orderBy('created_at')
        .execute(),
    }
  })
  return { ...rest, people: await withNames(deps, buyers) }
}

/** Where a customer's goods and bills go, its usual address first. */
export async function readAddresses(tx: Tx, companyId: string, customerId: string) {
  const rows = await tx
    .selectFrom('ship_to_addresses')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('customer_id', '=', customerId)
    .orderBy('is_default', 'desc')
    .orderBy('label')
    .orderBy('id')
    .execute()
  return rows.map((row) => {
    const parts = partsOf(row)
    const { id, label, is_default: isDefault, is_bill_to: isBillTo } = row
    return { id, label, ...parts, lines: addressLines(parts), isDefault, isBillTo }
  })
}

type Settings = { location: { id: string }; payOnline: boolean; paymentRequiredAtCheckout: boolean }

/** The switches, and whether "Pay online" can be switched on at all: Stripe has to be ready where this customer is served. */
async function readECommerce(tx: Tx, customer: Settings) {
  const stripe = await readStripeStanding(tx, customer.location.id)
  return {
    payOnline: customer.payOnline,
    payOnlineAvailable: stripe.ready,
    payOnlineUnavailableReason: stripe.ready ? null : stripe.sentence,
    paymentRequiredAtCheckout: customer.paymentRequiredAtCheckout,
  }
}

async function withNames({ db }: Pick<Deps, 'db'>, buyers: { id: string; user_id: string; roles: string[] }[]) {
  if (buyers.length === 0) return []
  const users = await db.identity
    .selectFrom('user')
    .select(['id', 'name', 'email'])
    .where(
      'id',
      'in',
      buyers.map((buyer) => buyer.user_id),
    )
    .execute()
  const byId = new Map(users.map((user) => [user.id, user]))
  return buyers.map((buyer) => ({
    membershipId: buyer.id,
    name: byId.get(buyer.user_id)?.name ?? '',
    email: byId.get(buyer.user_id)?.email ?? '',
    roles: buyer.roles,
  }))
}
