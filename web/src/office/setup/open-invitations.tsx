import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Answer, Item } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { Section } from '../../parts/section.tsx'
import { dayOfMomentWords } from '../../words/date-words.ts'

type Open = Item<Answer<'/api/invitations'>>

/** Invitations nobody has accepted yet. */
export function OpenInvitations({ invitations }: { invitations: Open[] }) {
  const { t } = useTranslation('office')
  return (
    <Section title={t('people.open')}>
      {invitations.length === 0 ? <Text c="dimmed">{t('people.openNone')}</Text> : null}
      <Stack gap="sm">
        {invitations.map((invitation) => (
          <Invitation key={invitation.id} invitation={invitation} />
        ))}
      </Stack>
    </Section>
  )
}

function Invitation({ invitation }: { invitation: Open }) {
  const { t } = useTranslation('office')
  const queryClient = useQueryClient()
  const until = dayOfMomentWords(invitation.expiresAt)
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
    </Group>
  )
}
