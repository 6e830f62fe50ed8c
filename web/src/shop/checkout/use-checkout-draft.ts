import { useSessionStorage } from '@mantine/hooks'
import { useActive } from '../../api/session.ts'
import type { Checkout } from './checkout-query.ts'

/** What the buyer has chosen and typed so far. */
export type Draft = { shipToId: string; shipDate: string; poNumber: string; note: string; payWith: 'card' | 'terms' }

/**
 * The checkout's form, kept in the tab: going back to the cart, or a reload, loses nothing that was typed. What is not offered
 * any more (a ship date whose cut-off has passed) gives way to the first that is.
 */
export function useCheckoutDraft(offered: Checkout) {
  const { id } = useActive()
  const [kept, keep, forget] = useSessionStorage<Partial<Draft>>({ key: `florin-checkout-${id}`, defaultValue: {} })
  const { addresses, shipDates, payment } = offered
  const address = addresses.find((each) => each.id === kept.shipToId) ?? addresses.find((each) => each.isDefault) ?? addresses[0]
  const shipDate = shipDates.find((each) => each.date === kept.shipDate) ?? shipDates[0]
  const chosen = kept.payWith ?? 'card'
  const other = chosen === 'card' ? 'terms' : 'card'
  const draft: Draft = {
    shipToId: address?.id ?? '',
    shipDate: shipDate?.date ?? '',
    poNumber: kept.poNumber ?? '',
    note: kept.note ?? '',
    payWith: payment[chosen].available || !payment[other].available ? chosen : other,
  }
  const change = (changed: Partial<Draft>) => keep((before) => ({ ...before, ...changed }))
  return { draft, change, forget }
}
