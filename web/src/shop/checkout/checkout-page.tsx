import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../parts/error-state.tsx'
import { TextLink } from '../../parts/links.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageSkeleton } from '../../parts/skeletons.tsx'
import { EmptyCart } from '../cart/cart-page.tsx'
import { CutOff } from '../catalogue/cut-off.tsx'
import { StickyTotal } from '../sticky-total.tsx'
import classes from '../two-columns.module.css'
import { type Checkout, checkoutQuery } from './checkout-query.ts'
import { CheckoutSummary } from './checkout-summary.tsx'
import { DeliverPart } from './deliver-part.tsx'
import { PayPart } from './pay-part.tsx'
import { PlaceOrder } from './place-order.tsx'
import { useCheckoutDraft } from './use-checkout-draft.ts'
import { usePlaceOrder } from './use-place-order.ts'
import { WhenPart } from './when-part.tsx'

/** Cut-offs pass while one types. */
const lookAgainMs = 60_000

/** One page: where to, when, how to pay; what it comes to is always in sight. */
export function CheckoutPage() {
  const { data, error, refetch } = useQuery({ ...checkoutQuery, refetchInterval: lookAgainMs })
  if (error && !data) return <ErrorState error={error} retry={refetch} />
  if (!data) return <PageSkeleton />
  return <CheckoutForm checkout={data} />
}

function CheckoutForm({ checkout }: { checkout: Checkout }) {
  const { t } = useTranslation('shop')
  const { draft, change, forget } = useCheckoutDraft(checkout)
  const paysNow = draft.payWith === 'card' && checkout.payment.mayPay
  const placing = usePlaceOrder({ paysNow, onPlaced: forget })
  // The cart is empty as soon as it is an order; the page stays as it was until the next one is there.
  if (checkout.cart.count === 0 && !placing.isPending) return <EmptyCart />
  return (
    <>
      <PageHeader
        above={<TextLink to="/shop/cart">{t('checkout.backToCart')}</TextLink>}
        title={t('checkout.title')}
        badges={<CutOff />}
      />
      <div className={classes.columns}>
        <Stack gap="md" className={classes.main}>
          <DeliverPart checkout={checkout} draft={draft} change={change} />
          <WhenPart checkout={checkout} draft={draft} change={change} />
          <PayPart checkout={checkout} draft={draft} change={change} />
        </Stack>
        <aside className={classes.aside} aria-label={t('checkout.summary')}>
          <CheckoutSummary cart={checkout.cart} />
          <StickyTotal total={checkout.cart.total}>
            <PlaceOrder checkout={checkout} draft={draft} paysNow={paysNow} placing={placing} />
          </StickyTotal>
        </aside>
      </div>
    </>
  )
}
