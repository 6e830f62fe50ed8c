import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import type { Person } from './people-page.tsx'
import { RoleChoice } from './role-choice.tsx'

type Props = { person: Person; opened: boolean; onClose: () => void }

/** Changes what a person may do. */
export function RolesModal({ person, opened, onClose }: Props) {
  const { t } = useTranslation('office')
  return (
    <Modal opened={opened} onClose={onClose} title={<b>{t('people.changeOf', { name: person.name })}</b>}>
      <RolesForm person={person} onClose={onClose} />
    </Modal>
  )
}

function RolesForm({ person, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation('office')
  const { t: words } = useTranslation()
  const refresh = useRefreshPeople()
  const [roles, setRoles] = useState(person.roles)
  const save = useMutation({
    mutationFn: () => answer(api.PATCH('/api/people/{id}', { params: { path: { id: person.membershipId } }, body: { roles } })),
    meta: { shown: true },
    onSuccess: () => {
      notifications.show({ color: 'leaf', message: t('people.changed', { name: person.name }) })
      onClose()
      return refresh()
    },
  })
  return (
    <Stack gap="md">
      <RoleChoice
        buyer={person.customer !== null}
        value={roles}
        onChange={setRoles}
        error={roles.length === 0 ? t('people.pickRole') : null}
      />
      {save.error ? (
        <Alert color="red" role="alert">
          {save.error.message}
        </Alert>
      ) : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {words('cancel')}
        </Button>
        <Button loading={save.isPending} disabled={roles.length === 0} onClick={() => save.mutate()}>
          {t('people.save')}
        </Button>
      </Group>
    </Stack>
  )
}

/** Takes a person out of the company. */
export function RemoveModal({ person, opened, onClose }: Props) {
  const { t } = useTranslation('office')
  const refresh = useRefreshPeople()
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/api/people/{id}', { params: { path: { id: person.membershipId } } })),
    meta: { shown: true },
    onSuccess: () => {
      notifications.show({ message: t('people.removed', { name: person.name }) })
      onClose()
      return refresh()
    },
  })
  return (
    <ConfirmModal
      opened={opened}
      onClose={onClose}
      title={t('people.removeTitle', { name: person.name })}
      text={t('people.removeText')}
      confirm={t('people.removeOf', { name: person.name })}
      danger
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    />
  )
}

/** Takes the lost factors of a person away. */
export function ResetFactorModal({ person, opened, onClose }: Props) {
  const { t } = useTranslation('office')
  const refresh = useRefreshPeople()
  const params = { path: { id: person.membershipId } }
  const reset = useMutation({
    mutationFn: () => answer(api.POST('/api/people/{id}/reset-second-factor', { params })),
    meta: { shown: true },
    onSuccess: () => {
      notifications.show({ message: t('people.factorReset', { name: person.name }) })
      onClose()
      return refresh()
    },
  })
  return (
    <ConfirmModal
      opened={opened}
      onClose={onClose}
      title={t('people.resetFactorTitle', { name: person.name })}
      text={t('people.resetFactorText')}
      confirm={t('people.resetFactor')}
      danger
      busy={reset.isPending}
      error={reset.error}
      onConfirm={() => reset.mutate()}
    />
  )
}

/** Signs a person out everywhere. */
export function EndSessionsModal({ person, opened, onClose }: Props) {
  const { t } = useTranslation('office')
  const params = { path: { id: person.membershipId } }
  const end = useMutation({
    mutationFn: () => answer(api.POST('/api/people/{id}/end-sessions', { params })),
    meta: { shown: true },
    onSuccess: () => {
      notifications.show({ message: t('people.sessionsEnded', { name: person.name }) })
      onClose()
    },
  })
  return (
    <ConfirmModal
      opened={opened}
      onClose={onClose}
      title={t('people.endSessionsTitle', { name: person.name })}
      text={t('people.endSessionsText')}
      confirm={t('people.endSessions')}
      danger
      busy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate()}
    />
  )
}

function useRefreshPeople() {
  const queryClient = useQueryClient()
  return () => Promise.all(['people', 'session', 'activity'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
}
