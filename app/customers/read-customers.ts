import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { holds, matching } from '../matching.ts'
import { after, inOrder, type Sort, type SortedRow, sortedBy, sortedPage } from '../sorted-page.ts'
import { type TermKind, termsInWords } from './terms.ts'

export const customerSorts = ['name', '-name', 'number', '-number'] as const
export type CustomerQuery = {
  search?: string | undefined
  payOnline?: boolean | undefined
  locationId?: string | undefined
  cursor?: string | undefined
  limit: number
  sort: (typeof customerSorts)[number]
}

export type CustomerItemRow = {
  id: string
  number: string
  name: string
  contact_name: string
  email: string
  phone: string
  location_id: string
  location_name: string
  price_list_id: string
  price_list_name: string
  terms: TermKind
  terms_days: number
  credit_limit_minor: number | null
  currency: string
  pay_online: boolean
  payment_required_at_checkout: boolean
}

const columns = sql`
  SELECT c.id, c.number, c.name, c.contact_name, c.email, c.phone, c.location_id, l.name AS location_name, c.price_list_id,
    p.name AS price_list_name, c.terms, c.terms_days, c.credit_limit_minor, k.currency, c.pay_online, c.payment_required_at_checkout`
const tables = sql`
  FROM customers c
  JOIN companies k ON k.id = c.company_id
  JOIN locations l ON l.company_id = c.company_id AND l.id = c.location_id
  JOIN price_lists p ON p.company_id = c.company_id AND p.id = c.price_list_id`

/** The company's customers, by name or number. @throws Problem 400 for an odd cursor. */
export async function listCustomers(tx: Tx, companyId: string, query: CustomerQuery) {
  const sort: Sort = {
    name: query.sort,
    by: query.sort.endsWith('number') ? sql`c.number` : sql`lower(c.name)`,
    type: 'text',
    descending: query.sort.startsWith('-'),
  }
  const wanted = [sql`c.company_id = ${companyId}`]
  if (query.payOnline !== undefined) wanted.push(sql`c.pay_online = ${query.payOnline}`)
  if (query.locationId) wanted.push(sql`c.location_id = ${query.locationId}`)
  if (query.search) wanted.push(customerMatches(query.search))
  const { rows } = await sql<CustomerItemRow & SortedRow>`${columns}, ${sortedBy(sort)} ${tables}
    WHERE ${sql.join(wanted, sql` AND `)} AND ${after(sort, 'c.id', query.cursor)}
    ORDER BY ${inOrder(sort, 'c.id')} LIMIT ${query.limit + 1}`.execute(tx)
  return sortedPage(sort, rows, query.limit, showCustomer)
}

/** Found by name, number, contact, e-mail or telephone. Table `customers` as `c`. */
export function customerMatches(search: string) {
  return matching(search, { word: (word) => holds('c.search_text', word) })
}

/** One customer as lists show it; undefined when it is not this company's. */
export async function findCustomer(tx: Tx, companyId: string, customerId: string) {
  const { rows } =
    await sql<CustomerItemRow>`${columns} ${tables} WHERE c.company_id = ${companyId} AND c.id = ${customerId}`.execute(tx)
  return rows[0] ? showCustomer(rows[0]) : undefined
}

function showCustomer(row: CustomerItemRow) {
  const { currency, credit_limit_minor: limit } = row
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    contactName: row.contact_name,
    email: row.email,
    phone: row.phone,
    location: { id: row.location_id, name: row.location_name },
    priceList: { id: row.price_list_id, name: row.price_list_name },
    terms: row.terms,
    termsDays: row.terms_days,
    termsWords: termsInWords(row),
    creditLimit: limit === null ? null : { minor: limit, currency },
    payOnline: row.pay_online,
    paymentRequiredAtCheckout: row.payment_required_at_checkout,
  }
}
