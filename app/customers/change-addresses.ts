import type { Selectable } from 'kysely'
import { addressLines, type PostalAddress } from '../addresses/address-lines.ts'
import { checkAddress } from '../addresses/check-address.ts'
import type { Tx } from '../db/database.ts'
import type { ShipToAddresses } from '../db/schema.ts'
import { type Actor, doerOf } from '../identity/actor.ts'
import { recordActivity } from '../identity/record-activity.ts'
import { type WhatChanged, whatChanged } from '../identity/what-changed.ts'
import { notFound, Problem } from '../problem.ts'
import { lockCustomer } from './lock-customer.ts'
import type { AddressChanges, NewAddress } from './shapes.ts'

type Row = Selectable<ShipToAddresses>
type Of = { company_id: string; customer_id: string }
const marks = ['is_default', 'is_bill_to'] as const

/** More than any business delivers to, so that a page of addresses stays one. */
const addressesMax = 100

export function partsOf(row: Pick<Row, 'line1' | 'line2' | 'city' | 'region' | 'postal_code' | 'country'>): PostalAddress {
  const { line1, line2, city, region, postal_code: postalCode, country } = row
  return { line1, line2, city, region, postalCode, country }
}

/** Puts a new customer's addresses down: the first is the usual one, and the usual one gets the bills, unless others say so. */
export async function insertAddresses(tx: Tx, of: Of, wanted: NewAddress[]): Promise<void> {
  if (wanted.length === 0) return
  const first = (flag: 'isDefault' | 'isBillTo') => wanted.findIndex((address) => address[flag])
  const usual = Math.max(0, first('isDefault'))
  const bills = first('isBillTo') < 0 ? usual : first('isBillTo')
  const rows = wanted.map((address, index) => ({
    ...of,
    ...columnsOf(checkAddress(address, `addresses.${index}`)),
    is_default: index === usual,
    is_bill_to: index === bills,
  }))
  await tx.insertInto('ship_to_addresses').values(rows).execute()
}

function columnsOf({ label, line1, line2, city, region, postalCode, country }: PostalAddress & { label: string }) {
  return { label, line1, line2, city, region, postal_code: postalCode, country }
}

/**
 * Adds an address to a customer. Its first address is the usual one and gets the bills.
 * @returns its id. @throws Problem 404; 400 for what is no address; 409 when there are too many.
 */
export async function addAddress(tx: Tx, actor: Actor, customerId: string, wanted: NewAddress): Promise<string> {
  const { of, rows } = await lockAddresses(tx, actor, customerId)
  if (rows.length >= addressesMax) throw new Problem('too-many-addresses', { max: addressesMax })
  const columns = columnsOf(checkAddress(wanted))
  const flags = { is_default: wanted.isDefault || rows.length === 0, is_bill_to: wanted.isBillTo || rows.length === 0 }
  await takeMarks(tx, of, flags)
  const added = await tx
    .insertInto('ship_to_addresses')
    .values({ ...of, ...columns, ...flags })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tell(tx, actor, added, 'added', whatChanged({}, factsOf(added)))
  return added.id
}

/** Changes an address; orders already placed keep where they go. @throws Problem 404; 400 for what is no address. */
export async function editAddress(
  tx: Tx,
  actor: Actor,
  customerId: string,
  addressId: string,
  changes: AddressChanges,
): Promise<void> {
  const { of, rows } = await lockAddresses(tx, actor, customerId)
  const before = found(rows, addressId)
  const { isDefault, isBillTo, ...parts } = changes
  const columns = columnsOf(checkAddress({ label: before.label, ...partsOf(before), ...parts }))
  const flags = { is_default: isDefault ?? before.is_default, is_bill_to: isBillTo ?? before.is_bill_to }
  await takeMarks(tx, of, { is_default: isDefault === true, is_bill_to: isBillTo === true })
  const after = await tx
    .updateTable('ship_to_addresses')
    .set({ ...columns, ...flags })
    .where('company_id', '=', of.company_id)
    .where('id', '=', addressId)
    .returningAll()
    .executeTakeFirstOrThrow()
  await tell(tx, actor, after, 'edited', whatChanged(factsOf(before), factsOf(after)))
}

/** Takes an address away; another one takes its place as the usual one and for bills. @throws Problem 404. */
export async function removeAddress(tx: Tx, actor: Actor, customerId: string, addressId: string): Promise<void> {
  const { of, rows } = await lockAddresses(tx, actor, customerId)
  const gone = found(rows, addressId)
  await tx.deleteFrom('ship_to_addresses').where('company_id', '=', of.company_id).where('id', '=', addressId).execute()
  const left = rows.filter((row) => row.id !== addressId)
  const heir = left.find((row) => row.is_default) ?? left[0]
  const inherited = Object.fromEntries(marks.filter((mark) => gone[mark]).map((mark) => [mark, true]))
  if (heir && Object.keys(inherited).length > 0) {
    await tx
      .updateTable('ship_to_addresses')
      .set(inherited)
      .where('company_id', '=', of.company_id)
      .where('id', '=', heir.id)
      .execute()
  }
  const after = Object.fromEntries(Object.keys(factsOf(gone)).map((field) => [field, null]))
  await tell(tx, actor, gone, 'removed', whatChanged(factsOf(gone), after))
}

/** The customer's addresses, under the customer's lock: two people at once leave one usual address. */
async function lockAddresses(tx: Tx, actor: Actor, customerId: string): Promise<{ of: Of; rows: Row[] }> {
  const customer = await lockCustomer(tx, customerId)
  const of = { company_id: actor.companyId, customer_id: customer.id }
  const addresses = tx.selectFrom('ship_to_addresses').selectAll().where('company_id', '=', of.company_id)
  return { of, rows: await addresses.where('customer_id', '=', customer.id).orderBy('label').orderBy('id').execute() }
}

function found(rows: Row[], addressId: string): Row {
  const row = rows.find((each) => each.id === addressId)
  if (!row) throw notFound('ship-to')
  return row
}

/** Takes from the others what the new one gets: there is one of each. */
async function takeMarks(tx: Tx, of: Of, flags: Record<(typeof marks)[number], boolean>): Promise<void> {
  for (const mark of marks.filter((each) => flags[each])) {
    await tx
      .updateTable('ship_to_addresses')
      .set({ [mark]: false })
      .where('company_id', '=', of.company_id)
      .where('customer_id', '=', of.customer_id)
      .where(mark, '=', true)
      .execute()
  }
}

function factsOf(row: Row) {
  const parts = partsOf(row)
  const address = { lines: addressLines(parts), country: parts.country }
  return { addressLabel: row.label, address, isDefault: row.is_default, isBillTo: row.is_bill_to }
}

async function tell(
  tx: Tx,
  actor: Actor,
  { customer_id: customerId, label }: Row,
  done: 'added' | 'edited' | 'removed',
  changed: WhatChanged | null,
): Promise<void> {
  if (changed === null) return
  const summaries = {
    added: `Added address ${label}.`,
    edited: `Changed address ${label}.`,
    removed: `Removed address ${label}.`,
  }
  await recordActivity(tx, {
    companyId: actor.companyId,
    by: doerOf(actor),
    action: `customer.address-${done}`,
    subject: { type: 'customer', id: customerId },
    summary: summaries[done],
    details: { label, ...changed },
  })
}
