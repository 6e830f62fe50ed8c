import type { Tx } from '../db/database.ts'
import { nextNumber } from '../db/next-number.ts'
import type { Doer } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { notFound } from '../problem.ts'
import type { NewCustomer } from './shapes.ts'

/**
 * Takes on a customer under the next number. Paying online is off until somebody switches it on.
 * The first address is the usual one unless another says so.
 *
 * @throws Problem 404 for a location or price list that is not this company's.
 */
export async function createCustomer(
  tx: Tx,
  companyId: string,
  by: Doer,
  wanted: NewCustomer,
): Promise<{ id: string; number: string }> {
  await assertOurs(tx, companyId, wanted)
  const customer = await tx
    .insertInto('customers')
    .values({
      company_id: companyId,
      number: String(await nextNumber(tx, companyId, 'customer')),
      name: wanted.name,
      contact_name: wanted.contactName,
      email: wanted.email,
      phone: wanted.phone,
      location_id: wanted.locationId,
      price_list_id: wanted.priceListId,
      terms: wanted.terms,
      terms_days: wanted.termsDays,
      credit_limit_minor: wanted.creditLimitMinor,
    })
    .returning(['id', 'number'])
    .executeTakeFirstOrThrow()
  await addAddresses(tx, companyId, customer.id, wanted.addresses)
  await recordActivity(tx, {
    companyId,
    by,
    action: 'customer.created',
    subject: { type: 'customer', id: customer.id },
    summary: `Added customer ${wanted.name} (${customer.number}).`,
  })
  return customer
}

/** @throws Problem 404 for a location or price list that is not this company's. */
export async function assertOurs(
  tx: Tx,
  companyId: string,
  { locationId, priceListId }: { locationId?: string | undefined; priceListId?: string | undefined },
): Promise<void> {
  if (locationId) {
    const location = tx.selectFrom('locations').select('id').where('company_id', '=', companyId).where('id', '=', locationId)
    if (!(await location.executeTakeFirst())) throw notFound('location')
  }
  if (priceListId) {
    const list = tx.selectFrom('price_lists').select('id').where('company_id', '=', companyId).where('id', '=', priceListId)
    if (!(await list.executeTakeFirst())) throw notFound('price-list')
  }
}

async function addAddresses(tx: Tx, companyId: string, customerId: string, addresses: NewCustomer['addresses']): Promise<void> {
  if (addresses.length === 0) return
  const usual = Math.max(
    0,
    addresses.findIndex((address) => address.isDefault),
  )
  const rows = addresses.map(({ postalCode, isDefault: _, ...address }, index) => ({
    company_id: companyId,
    customer_id: customerId,
    ...address,
    postal_code: postalCode,
    is_default: index === usual,
  }))
  await tx.insertInto('ship_to_addresses').values(rows).execute()
}
