import type { Tx } from '../db/database.ts'
import { nextNumber } from '../db/next-number.ts'
import type { Doer } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { notFound, Problem } from '../problem.ts'
import { insertAddresses } from './change-addresses.ts'
import type { NewCustomer } from './shapes.ts'
import { givesCredit } from './terms.ts'

/**
 * Takes on a customer under the next number: on the standard price list, prepaid and without credit unless somebody decided
 * otherwise. Paying online is off until it is switched on. The first address is the usual one unless another says so.
 *
 * @throws Problem 404 for a location or price list that is not this company's; 400 for an address that is none.
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
      price_list_id: wanted.priceListId ?? (await standardPriceList(tx, companyId)),
      terms: wanted.terms,
      terms_days: wanted.termsDays,
      credit_limit_minor: wanted.creditLimitMinor === undefined ? noCredit(wanted) : wanted.creditLimitMinor,
    })
    .returning(['id', 'number'])
    .executeTakeFirstOrThrow()
  await insertAddresses(tx, { company_id: companyId, customer_id: customer.id }, wanted.addresses)
  await recordActivity(tx, {
    companyId,
    by,
    action: 'customer.created',
    subject: { type: 'customer', id: customer.id },
    summary: `Added customer ${wanted.name} (${customer.number}).`,
    details: { name: wanted.name, number: customer.number },
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

/** Terms that lend, with nothing said about how much, lend nothing. */
function noCredit({ terms }: NewCustomer): number | null {
  return givesCredit(terms) ? 0 : null
}

/** @throws Problem 409 while the company has no price list at all. */
async function standardPriceList(tx: Tx, companyId: string): Promise<string> {
  const list = tx.selectFrom('price_lists').select('id').where('company_id', '=', companyId).where('is_standard', '=', true)
  const standard = await list.executeTakeFirst()
  if (!standard) throw new Problem('no-price-list')
  return standard.id
}
