import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { Section } from '../../parts/section.tsx'
import { useSteadyRows } from '../../parts/steady-rows.ts'
import { dayWords } from '../../words/date-words.ts'

type Open = Item<Answer<'/api/invitations'>>

/** Invitations nobody has accepted yet. */
export function OpenInvitations({ invitations }: { invitations: Open[] }) {
  const { t } = useTranslation('office')
  const { rows = [] } = useSteadyRows(invitations, (each) => each.id, { newAtOnce: true })
  return (
    <Section title={t('people.open')}>
      {rows.length === 0 ? <Text c="dimmed">{t('people.openNone')}</Text> : null}
      <Stack gap="sm">
        {rows.map(({ row, gone }) => (
          <Invitation key={row.id} invitation={row} gone={gone} />
        ))}
      </Stack>
    </Section>
  )
}

function Invitation({ invitation, gone }: { invitation: Open; gone: boolean }) {
  const { t } = useTranslation('office')
  const queryClient = useQueryClient()
  const until = dayWords(invitation.expiresAt)
  const revoke = useMutation({
    mutationFn: () => answer(api.DELETE('/api/invitations/{id}', { params: { path: { id: invitation.id } } })),
    onSuccess: () => {
      notifications.show({ message: t('people.revoked') })
      return queryClient.invalidateQueries({ queryKey: ['invitations'] })
    },
  })
  return (
    <Group justify="space-between">
      <div>
        <Text fw={550}>{invitation.email}</Text>
        <Text size="xs" c="dimmed">
          {invitation.roles.map((role) => t(`people.role.${role}`)).join(', ')} ·{' '}
          {invitation.customer ? `${t('people.buyerOf', { name: invitation.customer.name })} · ` : null}
          {invitation.runOut ? t('people.runOut', { until }) : t('people.invitedBy', { name: invitation.invitedByName, until })}
        </Text>
      </div>
      {gone ? (
        <Text size="sm" c="dimmed" role="status">
          {t('people.noLongerOpen')}
        </Text>
      ) : (
        <Button
          size="xs"
          variant="subtle"
          color="red"
          loading={revoke.isPending}
          onClick={() => revoke.mutate()}
          aria-label={t('people.revokeOf', { email: invitation.email })}
        >
          {t('people.revoke')}
        </Button>
      )}
    </Group>
  )
}
