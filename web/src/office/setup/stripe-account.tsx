import { Button, Divider, Group, List, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCircleCheck, IconCircleDashed, IconRefresh } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { CopyId } from '../../parts/copy-id.tsx'
import { MomentText } from '../../parts/date-text.tsx'
import { FactList } from '../../parts/section.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { useContinueAtStripe, useReadAccount, useRefreshStripe } from './stripe-links.ts'
import type { StripeSettings } from './stripe-page.tsx'

type Account = StripeSettings['accounts'][number]
const reasonMin = 5

/** One linked account: its standing, what is missing, what it allows, the next step. */
export function StripeAccountCard({ account }: { account: Account }) {
  const { t } = useTranslation('office')
  const goOn = useContinueAtStripe(account.id)
  return (
    <Paper p="lg" component="section" aria-label={account.location?.name ?? t('stripe.account')}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start">
          <Stack gap={6} flex="1 1 320px">
            <Group gap="sm">
              <StateBadge fact="stripe" state={account.standing} />
              <Text c="dimmed">{account.location?.name ?? t('stripe.allLocations')}</Text>
            </Group>
            <Text size="lg" fw={550}>
              {account.sentence}
            </Text>
          </Stack>
          {account.nextStep.action === 'continue' ? (
            <Button loading={goOn.isPending || goOn.isSuccess} onClick={() => goOn.mutate()}>
              {account.nextStep.label}
            </Button>
          ) : null}
        </Group>
        {account.missing.length > 0 ? (
          <div>
            <Text fw={550} mb={4}>
              {t('stripe.missing')}
            </Text>
            <List spacing={2}>
              {account.missing.map((word) => (
                <List.Item key={word}>{word}</List.Item>
              ))}
            </List>
          </div>
        ) : null}
        <Divider />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
          <Stack gap={8}>
            <Text fw={550}>{t('stripe.allows')}</Text>
            <Allowed yes={account.canCharge} label={t('stripe.charge')} />
            <Allowed yes={account.canBePaidOut} label={t('stripe.payouts')} />
          </Stack>
          <FactList
            items={[
              { label: t('stripe.business'), value: account.businessName ?? '–' },
              {
                label: t('stripe.account'),
                value: <CopyId value={account.stripeAccount} what={t('stripe.account')} href={account.dashboardUrl} />,
              },
              { label: t('stripe.linkedBy'), value: account.linkedBy === 'oauth' ? t('stripe.oauth') : t('stripe.onboarding') },
              { label: t('stripe.readAt'), value: <MomentText value={account.readAt} /> },
            ]}
          />
        </SimpleGrid>
        <Actions account={account} />
      </Stack>
    </Paper>
  )
}

function Actions({ account }: { account: Account }) {
  const { t } = useTranslation('office')
  const read = useReadAccount()
  return (
    <>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={read.isPending}
          onClick={() => read.mutate(account.id)}
        >
          {t('stripe.refresh')}
        </Button>
        <Disconnect account={account} />
      </Group>
      {read.error ? (
        <Text c="red" role="alert">
          {read.error.message}
        </Text>
      ) : null}
    </>
  )
}

function Allowed({ yes, label }: { yes: boolean; label: string }) {
  const { t } = useTranslation('office')
  return (
    <Group gap={8} wrap="nowrap">
      {yes ? (
        <IconCircleCheck size={18} color="var(--mantine-color-leaf-6)" aria-hidden />
      ) : (
        <IconCircleDashed size={18} color="var(--mantine-color-dimmed)" aria-hidden />
      )}
      <Text size="sm" c={yes ? undefined : 'dimmed'}>
        {label}: {yes ? t('stripe.yes') : t('stripe.no')}
      </Text>
    </Group>
  )
}

function Disconnect({ account }: { account: Account }) {
  const { t } = useTranslation('office')
  const refresh = useRefreshStripe()
  const [asking, setAsking] = useState(false)
  const disconnect = useMutation({
    mutationFn: (reason: string) =>
      answer(
        api.POST('/api/integrations/stripe/accounts/{id}/disconnect', { params: { path: { id: account.id } }, body: { reason } }),
      ),
    meta: { shown: true },
    onSuccess: () => {
      setAsking(false)
      notifications.show({ message: t('stripe.disconnected') })
      return refresh()
    },
  })
  return (
    <>
      <Button size="xs" variant="subtle" color="red" onClick={() => setAsking(true)}>
        {t('stripe.disconnect')}
      </Button>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('stripe.disconnectTitle')}
        text={t('stripe.disconnectText')}
        confirm={t('stripe.disconnect')}
        danger
        reasonMin={reasonMin}
        busy={disconnect.isPending}
        error={disconnect.error}
        onConfirm={disconnect.mutate}
      />
    </>
  )
}
