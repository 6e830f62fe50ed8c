import { Alert, Button, Group, Loader, Paper, Stack, Text } from '@mantine/core'
import { IconBrandStripe, IconFlask, IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { MomentText } from '../../parts/date-text.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { TextLink } from '../../parts/links.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Section } from '../../parts/section.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { StateBadge, ToneBadge } from '../../parts/state-badge.tsx'
import { dayOfMomentWords } from '../../words/date-words.ts'
import { ActivityTimeline } from '../activity-timeline.tsx'
import classes from './setup.module.css'
import { StripeAccountCard } from './stripe-account.tsx'
import { useGoToStripe, useReturnFromStripe } from './stripe-links.ts'
import { Trail } from './trail.tsx'

export type StripeSettings = Answer<'/api/integrations/stripe'>
const reviewRefreshMs = 5_000

/** Setup › Settings › Integrations › Stripe: where the account stands in one sentence, and the one next step. */
export function StripePage() {
  const { t } = useTranslation('office')
  const { returned, refused } = useSearch({ from: '/office/setup/settings/integrations/stripe' })
  const back = useReturnFromStripe(returned)
  const { data, error, refetch } = useQuery({
    queryKey: ['stripe'],
    queryFn: () => answer(api.GET('/api/integrations/stripe')),
    // Stripe's review ends by itself.
    refetchInterval: ({ state }) => (state.data?.standing === 'under_review' ? reviewRefreshMs : false),
  })
  return (
    <>
      <PageHeader title={t('stripe.title')} subtitle={t('stripe.subtitle')} above={<Trail to="integrations" />} />
      <Stack gap="md" maw={860}>
        {data && data.mode !== 'live' ? (
          <Alert color="gray" icon={<IconFlask size={18} aria-hidden />}>
            {data.mode === 'simulator' ? t('stripe.simulator') : t('stripe.test')}
          </Alert>
        ) : null}
        {refused ? (
          <Alert color="yellow" icon={<IconInfoCircle size={18} aria-hidden />}>
            {t('stripe.refused')}
          </Alert>
        ) : null}
        {back.isPending ? (
          <Group gap="sm" role="status">
            <Loader size="sm" />
            <Text>{t('stripe.checking')}</Text>
          </Group>
        ) : null}
        {back.error ? <ErrorState error={back.error} /> : null}
        {error && !data ? <ErrorState error={error} retry={refetch} /> : null}
        {data ? <Settings settings={data} /> : error ? null : <CardSkeleton height={220} />}
      </Stack>
    </>
  )
}

function Settings({ settings }: { settings: StripeSettings }) {
  const { t } = useTranslation('office')
  return (
    <>
      {settings.accounts.some((account) => account.location === null) ? null : <NotLinked settings={settings} />}
      {settings.accounts.map((account) => (
        <StripeAccountCard key={account.id} account={account} />
      ))}
      {settings.accounts.length > 0 ? <Locations settings={settings} /> : null}
      {settings.standing === 'ready' ? (
        <Alert color="leaf" icon={<IconInfoCircle size={18} aria-hidden />} title={t('stripe.next')}>
          {t('stripe.nextText')} <TextLink to="/office/setup/customers">{t('stripe.nextLink')}</TextLink>
        </Alert>
      ) : null}
      <Fee settings={settings} />
      <Events settings={settings} />
      <ActivityTimeline subjectType="stripe_account" />
    </>
  )
}

function NotLinked({ settings }: { settings: StripeSettings }) {
  const { t } = useTranslation('office')
  const enable = useGoToStripe('/api/integrations/stripe/enable')
  const existing = useGoToStripe('/api/integrations/stripe/link-existing')
  return (
    <Paper p="xl">
      <Stack gap="md" align="flex-start">
        <Group gap="sm">
          <IconBrandStripe size={30} stroke={1.5} aria-hidden />
          <StateBadge fact="stripe" state={settings.standing} />
        </Group>
        <Text size="lg" fw={550}>
          {settings.sentence}
        </Text>
        <Group gap="sm">
          <Button size="md" loading={enable.isPending || enable.isSuccess} onClick={() => enable.mutate(null)}>
            {t('stripe.enable')}
          </Button>
          {settings.canLinkExisting ? (
            <Button
              size="md"
              variant="default"
              loading={existing.isPending || existing.isSuccess}
              onClick={() => existing.mutate(null)}
            >
              {t('stripe.existing')}
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Paper>
  )
}

function Locations({ settings }: { settings: StripeSettings }) {
  const { t } = useTranslation('office')
  const enable = useGoToStripe('/api/integrations/stripe/enable')
  if (settings.locationsWithout.length === 0) return null
  return (
    <Section title={t('stripe.locations')}>
      <Text c="dimmed" mb="sm">
        {t('stripe.locationsText')}
      </Text>
      <Group gap="xs">
        {settings.locationsWithout.map((location) => (
          <Button
            key={location.id}
            variant="default"
            size="xs"
            loading={enable.isPending && enable.variables === location.id}
            onClick={() => enable.mutate(location.id)}
          >
            {t('stripe.enableFor', { name: location.name })}
          </Button>
        ))}
      </Group>
    </Section>
  )
}

function Fee({ settings: { feeSchedule } }: { settings: StripeSettings }) {
  const { t } = useTranslation('office')
  return (
    <Section title={t('stripe.fee')}>
      <Text fw={550}>{feeSchedule ? feeSchedule.words : t('stripe.feeNone')}</Text>
      <Text size="sm" c="dimmed">
        {feeSchedule ? `${t('stripe.feeFrom', { when: dayOfMomentWords(feeSchedule.effectiveFrom) })}. ` : null}
        {t('stripe.feeText')}
      </Text>
    </Section>
  )
}

function Events({ settings }: { settings: StripeSettings }) {
  const { t } = useTranslation('office')
  const words = (state: string) => t(`stripe.eventState.${state}` as 'stripe.eventState.done')
  return (
    <Section title={t('stripe.events')} flush>
      {settings.lastEvents.length === 0 ? (
        <Text c="dimmed" px="md" pb="md">
          {t('stripe.eventsNone')}
        </Text>
      ) : (
        settings.lastEvents.map((event) => (
          <div key={`${event.type} ${event.receivedAt}`} className={classes.event}>
            <Text ff="monospace" size="sm">
              {event.type}
            </Text>
            <Text size="sm" c="dimmed">
              <MomentText value={event.receivedAt} />
            </Text>
            <ToneBadge tone={event.state === 'waiting' ? 'waiting' : event.state === 'given_up' ? 'bad' : 'quiet'}>
              {words(event.state)}
            </ToneBadge>
          </div>
        ))
      )}
    </Section>
  )
}
