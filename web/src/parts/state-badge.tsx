import { useTranslation } from 'react-i18next'
import type { partsMessages } from './messages.en.ts'
import classes from './state-badge.module.css'

type Words = (typeof partsMessages)['state']
export type Fact = keyof Words
type Tone = 'quiet' | 'good' | 'received' | 'waiting' | 'bad' | 'info'

/** Amber waits, green is done, gold is money received, red needs a person. Whatever is not named here is quiet. */
const tones: { [F in Fact]: Partial<Record<keyof Words[F], Tone>> } = {
  order: { pending: 'waiting', confirmed: 'good', expired: 'bad' },
  payment: {
    unpaid: 'quiet',
    pending: 'waiting',
    in_progress: 'info',
    authorised: 'info',
    partly_paid: 'waiting',
    paid: 'received',
    disputed: 'bad',
  },
  fulfilment: { shipping: 'info', shipped: 'good' },
  approval: { needed: 'waiting', approved: 'good' },
  hold: { awaiting_payment: 'waiting', credit_limit: 'bad' },
  invoice: { partly_paid: 'waiting', paid: 'received', overdue: 'bad' },
  posted: { applied: 'received', partly_applied: 'waiting', unapplied: 'waiting', suspense: 'bad' },
  stripe: {
    information_missing: 'waiting',
    under_review: 'waiting',
    ready: 'good',
    payouts_paused: 'waiting',
    restricted: 'bad',
  },
}

/** One fact of an order, a payment, an invoice or a Stripe account, as a word with a tone. */
export function StateBadge<F extends Fact>({ fact, state }: { fact: F; state: keyof Words[F] }) {
  const { t } = useTranslation()
  const tone: Tone = tones[fact][state] ?? 'quiet'
  return <ToneBadge tone={tone}>{t(`state.${fact}.${String(state)}` as 'state.order.draft')}</ToneBadge>
}

/** A badge with a tone for what is not one of the facts. */
export function ToneBadge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  )
}

/** An order's hold from the API, where null is no hold; an unknown kind of hold still shows its name. */
export function HoldBadge({ hold }: { hold: string | null }) {
  if (hold === null) return null
  if (hold === 'awaiting_payment' || hold === 'credit_limit') return <StateBadge fact="hold" state={hold} />
  return <ToneBadge tone="waiting">{hold.replaceAll('_', ' ')}</ToneBadge>
}

type OrderFacts = { orderState: keyof Words['order']; voidedBecause: string | null }

/** An order's own state; one that was not paid in time says that instead of a bare “Voided”. */
export function OrderStateBadge({ order }: { order: OrderFacts }) {
  return <StateBadge fact="order" state={order.voidedBecause === 'expired' ? 'expired' : order.orderState} />
}

/** Whether an order has left, or somebody has just said so and can still take it back. */
export function FulfilmentBadge({ order }: { order: { fulfilmentState: keyof Words['fulfilment']; shipping: object | null } }) {
  return <StateBadge fact="fulfilment" state={order.shipping ? 'shipping' : order.fulfilmentState} />
}
