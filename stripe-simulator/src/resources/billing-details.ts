import type Stripe from 'stripe'
import { email, object, type Read, text } from '../protocol/params.ts'

const address = object({ city: text(), country: text(2), line1: text(), line2: text(), postal_code: text(), state: text() })
export const billing = object({ email, name: text(), phone: text(), address, tax_id: text() })
type BillingParams = Read<{ billing: typeof billing }>['billing']

/** Who pays, as a form or a page tells it. */
export type BillingEntry = {
  email?: string | undefined
  name?: string | undefined
  phone?: string | undefined
  address?: Stripe.Address | undefined
  metadata?: Record<string, string> | undefined
}

const noAddress: Stripe.Address = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null }

/** The billing details of a new payment method. */
export const billingOf = (entry: BillingEntry): Stripe.PaymentMethod['billing_details'] => ({
  address: entry.address ?? noAddress,
  email: entry.email ?? null,
  name: entry.name ?? null,
  phone: entry.phone ?? null,
  tax_id: null,
})

const told = <T extends object>(given: T): Partial<T> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>

/** What a form tells of the payer. */
export const billingEntryOf = (given: BillingParams): BillingEntry => ({
  email: given?.email,
  name: given?.name,
  phone: given?.phone,
  address: { ...noAddress, ...told(given?.address ?? {}) },
})

/** Billing details with what a form changes of them. */
export function changeBilling(
  before: Stripe.PaymentMethod['billing_details'],
  given: BillingParams,
): Stripe.PaymentMethod['billing_details'] {
  const { address: place, ...others } = given ?? {}
  return { ...before, ...told(others), address: { ...(before.address ?? noAddress), ...told(place ?? {}) } }
}
