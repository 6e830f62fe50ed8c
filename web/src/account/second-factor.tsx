import { Alert, Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api/client.ts'
import { sessionQuery } from '../api/session.ts'
import { Section } from '../parts/section.tsx'
import { ToneBadge } from '../parts/state-badge.tsx'
import { BackupCodes } from './backup-codes.tsx'
import { ScanCode } from './scan-code.tsx'

/** Where setting up has got to. Backup codes are shown once, after the code was verified. */
type Step = { at: 'start' } | { at: 'scan'; uri: string; backupCodes: string[] } | { at: 'codes'; backupCodes: string[] }

/** Setting up, renewing and switching off the second factor; each begins with the password. */
export function SecondFactor({ enabled }: { enabled: boolean }) {
  const { t } = useTranslation('account')
  const queryClient = useQueryClient()
  const [step, setStep] = useState<Step>({ at: 'start' })
  const reread = () => queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
  return (
    <Section
      title={t('factor.title')}
      aside={
        enabled ? <ToneBadge tone="good">{t('factor.isOn')}</ToneBadge> : <ToneBadge tone="quiet">{t('factor.isOff')}</ToneBadge>
      }
    >
      {step.at === 'start' ? (
        <Start
          enabled={enabled}
          onBegun={(uri, backupCodes) => setStep({ at: 'scan', uri, backupCodes })}
          onCodes={(backupCodes) => setStep({ at: 'codes', backupCodes })}
          onOff={() => {
            notifications.show({ message: t('factor.switchedOff') })
            reread()
          }}
        />
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

type StartProps = {
  enabled: boolean
  onBegun: (uri: string, backupCodes: string[]) => void
  onCodes: (backupCodes: string[]) => void
  onOff: () => void
}

function Start({ enabled, onBegun, onCodes, onOff }: StartProps) {
  const { t } = useTranslation('account')
  const [password, setPassword] = useState('')
  const body = { password }
  const meta = { shown: true }
  const begin = useMutation({
    mutationFn: () => answer(api.POST('/api/auth/two-factor/enable', { body })),
    meta,
    onSuccess: ({ totpURI, backupCodes }) => onBegun(totpURI, backupCodes),
  })
  const renew = useMutation({
    mutationFn: () => answer(api.POST('/api/auth/two-factor/generate-backup-codes', { body })),
    meta,
    onSuccess: ({ backupCodes }) => onCodes(backupCodes),
  })
  const off = useMutation({
    mutationFn: () => answer(api.POST('/api/auth/two-factor/disable', { body })),
    meta,
    onSuccess: onOff,
  })
  const error = begin.error ?? renew.error ?? off.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (enabled) renew.mutate()
    else begin.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={420}>
        <Text>{enabled ? t('factor.on') : t('factor.off')}</Text>
        <PasswordInput
          label={t('factor.yourPassword')}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {error ? (
          <Alert color="red" role="alert">
            {error.message}
          </Alert>
        ) : null}
        <Group gap="xs">
          {enabled ? (
            <>
              <Button type="submit" variant="default" disabled={!password} loading={renew.isPending}>
                {t('factor.newCodes')}
              </Button>
              <Button variant="subtle" color="red" disabled={!password} loading={off.isPending} onClick={() => off.mutate()}>
                {t('factor.switchOff')}
              </Button>
            </>
          ) : (
            <Button type="submit" disabled={!password} loading={begin.isPending}>
              {t('factor.setUp')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
