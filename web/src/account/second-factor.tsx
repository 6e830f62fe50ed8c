import { Alert, Button, Group, PasswordInput, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api/client.ts'
import { sessionQuery } from '../api/session.ts'
import { ConfirmModal } from '../parts/confirm-modal.tsx'
import { Section } from '../parts/section.tsx'
import { ToneBadge } from '../parts/state-badge.tsx'
import { BackupCodes } from './backup-codes.tsx'
import { useFactors } from './passkeys.tsx'
import { ScanCode } from './scan-code.tsx'

/** Where setting up has got to. Backup codes are shown once, after the code was verified. */
type Step = { at: 'start' } | { at: 'scan'; uri: string; backupCodes: string[] } | { at: 'codes'; backupCodes: string[] }

/** The authenticator app: setting up, renewing its backup codes, and removing it. */
export function SecondFactor() {
  const { t } = useTranslation('account')
  const queryClient = useQueryClient()
  const factors = useFactors()
  const [step, setStep] = useState<Step>({ at: 'start' })
  const reread = () =>
    Promise.all([['account'], sessionQuery.queryKey].map((key) => queryClient.invalidateQueries({ queryKey: [...key] })))
  const on = factors.data?.app ?? false
  return (
    <Section
      title={t('factor.title')}
      aside={on ? <ToneBadge tone="good">{t('factor.isOn')}</ToneBadge> : <ToneBadge tone="quiet">{t('factor.isOff')}</ToneBadge>}
    >
      {step.at !== 'start' || factors.data ? null : <Skeleton h={96} />}
      {step.at === 'start' && factors.data && !on ? (
        <SetUp onBegun={(uri, backupCodes) => setStep({ at: 'scan', uri, backupCodes })} />
      ) : null}
      {step.at === 'start' && on ? (
        <InUse onCodes={(backupCodes) => setStep({ at: 'codes', backupCodes })} onRemoved={reread} />
      ) : null}
      {step.at === 'scan' ? (
        <ScanCode
          uri={step.uri}
          onVerified={() => {
            notifications.show({ color: 'leaf', message: t('factor.switchedOn') })
            setStep({ at: 'codes', backupCodes: step.backupCodes })
            reread()
          }}
        />
      ) : null}
      {step.at === 'codes' ? <BackupCodes codes={step.backupCodes} onDone={() => setStep({ at: 'start' })} /> : null}
    </Section>
  )
}

/** Setting up begins with the password. */
function SetUp({ onBegun }: { onBegun: (uri: string, backupCodes: string[]) => void }) {
  const { t } = useTranslation('account')
  const [password, setPassword] = useState('')
  const begin = useMutation({
    mutationFn: () => answer(api.POST('/api/auth/two-factor/enable', { body: { password } })),
    meta: { shown: true },
    onSuccess: ({ totpURI, backupCodes }) => onBegun(totpURI, backupCodes),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    begin.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={420}>
        <Text>{t('factor.off')}</Text>
        <PasswordInput
          label={t('factor.yourPassword')}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {begin.error ? (
          <Alert color="red" role="alert">
            {begin.error.message}
          </Alert>
        ) : null}
        <Group>
          <Button type="submit" disabled={!password} loading={begin.isPending}>
            {t('factor.setUp')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function InUse({ onCodes, onRemoved }: { onCodes: (codes: string[]) => void; onRemoved: () => void }) {
  const { t } = useTranslation('account')
  const [removing, setRemoving] = useState(false)
  const renew = useMutation({
    mutationFn: () => answer(api.POST('/api/auth/two-factor/generate-backup-codes')),
    onSuccess: ({ backupCodes }) => onCodes(backupCodes),
  })
  const remove = useMutation({
    mutationFn: () => answer(api.POST('/api/auth/two-factor/disable')),
    meta: { shown: true },
    onSuccess: () => {
      notifications.show({ message: t('factor.switchedOff') })
      setRemoving(false)
      onRemoved()
    },
  })
  return (
    <Stack gap="md">
      <Text>{t('factor.on')}</Text>
      <Group gap="xs">
        <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
          {t('factor.newCodes')}
        </Button>
        <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
          {t('factor.switchOff')}
        </Button>
      </Group>
      <ConfirmModal
        opened={removing}
        onClose={() => setRemoving(false)}
        title={t('factor.removeTitle')}
        text={t('factor.removeText')}
        confirm={t('factor.switchOff')}
        danger
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
      />
    </Stack>
  )
}
