import { Group, Loader, Stack, Text, Title } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import { IconCircleCheckFilled, IconShieldCheck } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../parts/error-state.tsx'
import { ButtonLink } from '../../parts/links.tsx'
import { usePageTitle } from '../../parts/page-header.tsx'
import { Section } from '../../parts/section.tsx'
import { dayWords } from '../../words/date-words.ts'
import { moneyWords } from '../../words/money-words.ts'
import { type Order, type OrderPayment, orderPaymentQuery, orderQuery, refreshPayment, useOrderPayment } from './order-queries.ts'
import classes from './orders.module.css'
import { Receipt } from './receipt.tsx'

const route = getRouteApi('/shop/orders/$orderId/paid')

/** As long as this, Stripe may need; after it the buyer may as well look at the order. */
const patienceMs = 12_000

/** Where Stripe sends the buyer who paid. It waits for the money itself, not for having come here. */
export function PaidPage() {
  const { orderId } = route.useParams()
  const { data: order, error } = useQuery(orderQuery(orderId))
  const payment = useOrderPayment(orderId)
  useAskStripeOnce(orderId)
  const failed = error ?? payment.error
  if (failed && (!order || !payment.data)) return <ErrorState error={failed} retry={payment.refetch} />
  return (
    <div className={classes.end}>
      <Section>
        <Stack align="center" gap="md" className={classes.endCard} aria-live="polite">
          {order && payment.data?.state === 'paid' ? (
            <Paid order={order} payment={payment.data} />
          ) : (
            <Waiting orderId={orderId} state={payment.data?.state} />
          )}
        </Stack>
      </Section>
    </div>
  )
}

function useAskStripeOnce(orderId: string): void {
  const queryClient = useQueryClient()
  const asked = useRef('')
  useEffect(() => {
    if (asked.current === orderId) return
    asked.current = orderId
    refreshPayment(orderId).then(
      (payment) => queryClient.setQueryData(orderPaymentQuery(orderId).queryKey, payment),
      // Stripe's own message to us arrives also without our asking, and the page is told of it.
      () => undefined,
    )
  }, [orderId, queryClient])
}

function Waiting({ orderId, state }: { orderId: string; state: OrderPayment['state'] | undefined }) {
  const { t } = useTranslation('shop')
  const [patient, setPatient] = useState(true)
  useTimeout(() => setPatient(false), patienceMs, { autoInvoke: true })
  const failed = state === 'problem' || state === 'not_needed'
  const title = failed ? t('paid.notPaid') : t('paid.confirming')
  usePageTitle(title)
  return (
    <>
      {failed ? <IconShieldCheck size={48} stroke={1.4} aria-hidden /> : <Loader size="lg" />}
      <Title order={1} tabIndex={-1} ta="center">
        {title}
      </Title>
      <Text c="dimmed" ta="center" maw={420}>
        {failed ? t('paid.notPaidText') : patient ? t('paid.confirmingText') : t('paid.takesLonger')}
      </Text>
      {failed || !patient ? <Doors orderId={orderId} /> : null}
    </>
  )
}

function Paid({ order, payment }: { order: Order; payment: OrderPayment }) {
  const { t } = useTranslation('shop')
  const confirmed = order.orderState === 'confirmed'
  const title = confirmed ? t('paid.title') : t('paid.titleOnly')
  usePageTitle(title)
  return (
    <>
      <IconCircleCheckFilled size={56} className={classes.tick} aria-hidden />
      <Title order={1} tabIndex={-1} ta="center">
        {title}
      </Title>
      <Text ta="center" maw={440}>
        {payment.receipt
          ? t('paid.text', { amount: moneyWords(payment.receipt.amount), number: order.number })
          : t('paid.textPlain', { number: order.number })}
      </Text>
      {payment.receipt ? (
        <div className={classes.receipt}>
          <Receipt receipt={payment.receipt} />
        </div>
      ) : null}
      <NextSteps>
        {order.fulfilmentState === 'shipped'
          ? t('paid.nextShipped')
          : t('paid.nextShip', { day: dayWords(order.shipDate), place: order.shipTo.label })}
      </NextSteps>
      <Doors orderId={order.id} />
    </>
  )
}

function NextSteps({ children }: { children: ReactNode }) {
  const { t } = useTranslation('shop')
  return (
    <Text size="sm" c="dimmed" ta="center" maw={440}>
      {children} {t('paid.nextMail')}
    </Text>
  )
}

function Doors({ orderId }: { orderId: string }) {
  const { t } = useTranslation('shop')
  return (
    <Group gap="xs" justify="center" mt="xs">
      <ButtonLink to="/shop/orders/$orderId" params={{ orderId }}>
        {t('paid.toOrder')}
      </ButtonLink>
      <ButtonLink to="/shop" variant="default">
        {t('cart.toCatalogue')}
      </ButtonLink>
    </Group>
  )
}
