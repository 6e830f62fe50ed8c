import { stripeLimits } from '../money.ts'
import { type Sentence, say } from '../words/sentence.ts'

/** Why Stripe would not take an order's total in one card payment; null when it would. */
export function whyNotCharge(minor: number, currency: string): Sentence | null {
  const { minimumMinor, maximumMinor, stepMinor } = stripeLimits(currency)
  if (minor < minimumMinor) return say('orders', 'no-card:too-small', { minimum: { minor: minimumMinor, currency } })
  if (minor > maximumMinor) return say('orders', 'no-card:too-large', { maximum: { minor: maximumMinor, currency } })
  return minor % stepMinor === 0 ? null : say('orders', 'no-card:odd', { step: { minor: stepMinor, currency } })
}

/** Why Stripe would not take what is left to pay on an order, where nothing can be added to it any more; null when it would. */
export function whyNotChargeRest(minor: number, currency: string): Sentence | null {
  const { minimumMinor } = stripeLimits(currency)
  if (minor >= minimumMinor) return whyNotCharge(minor, currency)
  const told = { due: { minor, currency }, minimum: { minor: minimumMinor, currency } }
  return say('orders', 'no-card:rest-too-small', told)
}
