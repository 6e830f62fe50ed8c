import { Alert, Button, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { WhyNot } from '../../parts/why-not.tsx'
import { moneyWords } from '../../words/money-words.ts'
import type { Checkout } from './checkout-query.ts'
import type { Draft } from './use-checkout-draft.ts'
import type { usePlaceOrder } from './use-place-order.ts'

type Props = { checkout: Checkout; draft: Draft; paysNow: boolean; placing: ReturnType<typeof usePlaceOrder> }

/** What happens next, said before the button; and the button. */
export function PlaceOrder({ checkout, draft, paysNow, placing }: Props) {
  const { t } = useTranslation('shop')
  const { cart, payment, mayPlace, whyNotPlace } = checkout
  const amount = moneyWords(cart.total)
  const next = paysNow
    ? t('checkout.nextCard', { amount })
    : draft.payWith === 'card'
      ? t('checkout.nextColleague', { amount })
      : t('checkout.nextTerms', { happens: payment.terms.happens })
  const place = () => placing.place({ ...draft, expectedTotalMinor: cart.total.minor })
  return (
    <>
      {placing.error ? (
        <Alert color="red" role="alert" title={t('checkout.failed')}>
          {placing.error.message}
        </Alert>
      ) : null}
      {mayPlace ? (
        <Text size="sm" id="what-happens-next">
          {next}
        </Text>
      ) : (
        <WhyNot id="what-happens-next">{whyNotPlace}</WhyNot>
      )}
      <Button
        size="md"
        fullWidth
        disabled={!mayPlace}
        loading={placing.isPending}
        onClick={place}
        aria-describedby="what-happens-next"
      >
        {t(paysNow ? 'checkout.placeAndPay' : 'checkout.place')}
      </Button>
    </>
  )
}
