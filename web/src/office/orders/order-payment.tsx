import { Alert, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { DayText, MomentText } from '../../parts/date-text.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { TextLink } from '../../parts/links.tsx'
import { Money } from '../../parts/money.tsx'
import { Section } from '../../parts/section.tsx'
import { StateBadge, ToneBadge } from '../../parts/state-badge.tsx'
import { momentWords } from '../../words/date-words.ts'
import { brandName } from '../receivables/card-text.tsx'
import type { Order } from './order-page.tsx'

type Payment = Answer<'/api/orders/{id}/payment'>
type Attempt = Payment['attempts'][number]
const busyRefreshMs = 3_000

/** How the order's money stands: due, being paid, received; it turns by itself while a buyer is paying. */
export function OrderPayment({ order }: { order: Order }) {
  const { t } = useTranslation('office')
  const { data, error, refetch } = useQuery({
    // Belongs to the order, and is read again when the order's payment state moved.
    queryKey: ['orders', order.id, 'payment', order.paymentState],
    queryFn: () => answer(api.GET('/api/orders/{id}/payment', { params: { path: { id: order.id } } })),
    refetchInterval: ({ state }) => (state.data && ['in_progress', 'pending'].includes(state.data.state) ? busyRefreshMs : false),
  })
  if (error && !data) return <ErrorState error={error} retry={refetch} />
  return (
    <Section title={t('collect.title')} aside={data ? <StateBadge fact="payment" state={data.state} /> : null}>
      {data ? <Collected payment={data} /> : <Skeleton h={60} />}
    </Section>
  )
}

function Collected({ payment }: { payment: Payment }) {
  const { t } = useTranslation('office')
  const live = payment.attempts.find((attempt) => attempt.state === 'open')
  const past = payment.attempts.filter((attempt) => attempt !== live && attempt.state !== 'succeeded')
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('collect.due')}
        </Text>
        <Money value={payment.balanceDue} strong />
      </Group>
      {live ? <Live attempt={live} /> : null}
      {payment.payments.map((each) => (
        <Received key={each.id} payment={each} />
      ))}
      {payment.payments.length === 0 && !live ? <Text c="dimmed">{t('collect.none')}</Text> : null}
      {past.map((attempt) => (
        <Group key={attempt.id} gap={8} align="center">
          <ToneBadge tone="quiet">{t(`collect.attempt.${attempt.state}`)}</ToneBadge>
          <Text size="xs" c="dimmed">
            <MomentText value={attempt.startedAt} />
          </Text>
          {attempt.lastDecline ? <Text size="xs">{t('collect.decline', { reason: attempt.lastDecline })}</Text> : null}
        </Group>
      ))}
    </Stack>
  )
}

function Live({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation('office')
  return (
    <Alert color="blue" p="xs" title={t('collect.waiting')}>
      <Text size="sm">
        {t('collect.since', {
          name: attempt.startedByName,
          when: momentWords(attempt.startedAt),
          until: attempt.expiresAt ? momentWords(attempt.expiresAt) : '–',
        })}
      </Text>
      {attempt.lastDecline ? <Text size="sm">{t('collect.decline', { reason: attempt.lastDecline })}</Text> : null}
    </Alert>
  )
}

function Received({ payment }: { payment: Item<{ items: Payment['payments'] }> }) {
  const { t } = useTranslation('office')
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <TextLink to="/office/receivables/payments/$id" params={{ id: payment.id }} fw={550}>
          {t('payment.title', { number: payment.controlNumber })}
        </TextLink>
        <Text size="xs" c="dimmed">
          {payment.cardLast4
            ? t('payment.ending', { brand: brandName(payment.cardBrand), last4: payment.cardLast4 })
            : payment.method}{' '}
          · <DayText value={payment.receivedOn} />
        </Text>
      </div>
      <Money value={payment.amount} received strong />
    </Group>
  )
}
