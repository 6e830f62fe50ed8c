import { ActionIcon, Alert, Button, Group, Menu, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots, IconFingerprint } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api/answers.ts'
import { answer, api } from '../api/client.ts'
import { knowsPasskeys, makePasskey, wasDismissed } from '../api/passkey.ts'
import { sessionQuery } from '../api/session.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { ErrorState } from '../parts/error-state.tsx'
import { Section } from '../parts/section.tsx'
import { momentWords } from '../words/date-words.ts'
import classes from './account.module.css'
import { deviceWords } from './device-words.ts'

type Passkey = Answer<'/api/account/factors'>['passkeys'][number]
type Asking = { what: 'name' | 'remove'; passkey: Passkey } | { what: 'add' } | null

/** Passkeys: a finger, a face or a PIN instead of password and code. */
export function Passkeys() {
  const { t } = useTranslation('account')
  const factors = useFactors()
  const [asking, setAsking] = useState<Asking>(null)
  const close = () => setAsking(null)
  if (factors.error) return <ErrorState error={factors.error} retry={factors.refetch} />
  return (
    <Section title={t('passkeys.title')}>
      <Stack gap="md">
        <Text>{t('passkeys.text')}</Text>
        {factors.data ? (
          factors.data.passkeys.length > 0 ? (
            <ul className={classes.list}>
              {factors.data.passkeys.map((passkey) => (
                <PasskeyRow key={passkey.id} passkey={passkey} onAsk={(what) => setAsking({ what, passkey })} />
              ))}
            </ul>
          ) : null
        ) : (
          <Skeleton h={56} />
        )}
        {knowsPasskeys ? (
          <Group>
            <Button
              variant="default"
              leftSection={<IconFingerprint size={16} aria-hidden />}
              onClick={() => setAsking({ what: 'add' })}
            >
              {t('passkeys.add')}
            </Button>
          </Group>
        ) : (
          <Text c="dimmed">{t('passkeys.unknown')}</Text>
        )}
      </Stack>
      <NameModal asking={asking} onClose={close} />
      {asking?.what === 'remove' ? <RemoveModal passkey={asking.passkey} onClose={close} /> : null}
    </Section>
  )
}

export function useFactors() {
  return useQuery({ queryKey: ['account', 'factors'], queryFn: () => answer(api.GET('/api/account/factors')) })
}

function PasskeyRow({ passkey, onAsk }: { passkey: Passkey; onAsk: (what: 'name' | 'remove') => void }) {
  const { t } = useTranslation('account')
  return (
    <li className={classes.row}>
      <IconFingerprint size={20} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.what}>
        <Text fw={550}>{passkey.name}</Text>
        <Text size="sm" c="dimmed">
          {t(passkey.synced ? 'passkeys.synced' : 'passkeys.bound')} ·{' '}
          {passkey.lastUsedAt
            ? t('passkeys.used', { when: momentWords(passkey.lastUsedAt) })
            : t('passkeys.added', { when: momentWords(passkey.createdAt) })}
        </Text>
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('passkeys.change', { name: passkey.name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onAsk('name')}>{t('passkeys.rename')}</Menu.Item>
          <Menu.Item color="red" onClick={() => onAsk('remove')}>
            {t('passkeys.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  )
}

/** A name for a new passkey, or another one for an old. */
function NameModal({ asking, onClose }: { asking: Asking; onClose: () => void }) {
  const { t } = useTranslation('account')
  const passkey = asking?.what === 'name' ? asking.passkey : null
  return (
    <Modal
      opened={asking?.what === 'add' || passkey !== null}
      onClose={onClose}
      title={<b>{t(passkey ? 'passkeys.rename' : 'passkeys.add')}</b>}
      size={420}
    >
      <NameForm passkey={passkey} onClose={onClose} />
    </Modal>
  )
}

function NameForm({ passkey, onClose }: { passkey: Passkey | null; onClose: () => void }) {
  const { t } = useTranslation('account')
  const parts = useTranslation().t
  const reread = useReread()
  const device = deviceWords(navigator.userAgent)
  const [name, setName] = useState(passkey?.name ?? (device ? t('sessions.device', device) : ''))
  const save = useMutation({
    mutationFn: async () => {
      if (!passkey) return makePasskey(name.trim())
      const params = { path: { id: passkey.id } }
      await answer(api.PATCH('/api/account/passkeys/{id}', { params, body: { name: name.trim() } }))
    },
    meta: { shown: true },
    onSuccess: () => {
      notifications.show({ color: 'leaf', message: t(passkey ? 'passkeys.renamed' : 'passkeys.ready') })
      onClose()
      return reread()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() && !save.isPending) save.mutate()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('passkeys.name')}
          description={passkey ? undefined : t('passkeys.nameHelp')}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        {save.error ? (
          <Alert color={wasDismissed(save.error) ? 'yellow' : 'red'} role="alert">
            {wasDismissed(save.error) ? t('passkeys.dismissed') : save.error.message}
          </Alert>
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {parts('cancel')}
          </Button>
          <Button type="submit" disabled={!name.trim()} loading={save.isPending}>
            {t(passkey ? 'passkeys.saveName' : 'passkeys.go')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function RemoveModal({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const { t } = useTranslation('account')
  const reread = useReread()
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE('/api/account/passkeys/{id}', { params: { path: { id: passkey.id } } })),
    meta: { shown: true },
    onSuccess: () => {
      notifications.show({ message: t('passkeys.removed') })
      onClose()
      return reread()
    },
  })
  return (
    <ConfirmModal
      opened
      onClose={onClose}
      title={t('passkeys.removeTitle', { name: passkey.name })}
      text={t('passkeys.removeText')}
      confirm={t('passkeys.remove')}
      danger
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    />
  )
}

function useReread() {
  const queryClient = useQueryClient()
  return () =>
    Promise.all(
      [['account'], sessionQuery.queryKey].map((queryKey) => queryClient.invalidateQueries({ queryKey: [...queryKey] })),
    )
}
