import { Alert, Anchor, Button, Divider, Group, Modal, PasswordInput, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api/client.ts'
import { knowsPasskeys, showPasskey, wasDismissed } from '../api/passkey.ts'
import { answerStepUps } from '../api/step-up.ts'

/** Asks a person to show once more that it is them, whenever a request needs it; the request then goes on by itself. */
export function StepUpDialog() {
  const { t } = useTranslation()
  const [waiting, setWaiting] = useState<((shown: boolean) => void)[]>([])
  useEffect(() => answerStepUps(() => new Promise((resolve) => setWaiting((others) => [...others, resolve]))), [])
  const end = (shown: boolean) => {
    for (const each of waiting) each(shown)
    setWaiting([])
  }
  return (
    <Modal
      opened={waiting.length > 0}
      onClose={() => end(false)}
      title={<b>{t('stepUp.title')}</b>}
      closeButtonProps={{ 'aria-label': t('cancel') }}
      zIndex={400}
      size={420}
    >
      <Ways onShown={() => end(true)} onCancel={() => end(false)} />
    </Modal>
  )
}

type Props = { onShown: () => void; onCancel: () => void }

function Ways({ onShown, onCancel }: Props) {
  const { t } = useTranslation()
  const ways = useQuery({ queryKey: ['step-up'], queryFn: () => answer(api.GET('/api/auth/step-up')), gcTime: 0 })
  const passkey = useMutation({ mutationFn: showPasskey, meta: { shown: true }, onSuccess: onShown })
  if (ways.error)
    return (
      <Alert color="red" role="alert">
        {ways.error.message}
      </Alert>
    )
  if (!ways.data) return <Skeleton h={220} />
  const { code } = ways.data
  const withPasskey = ways.data.passkey && knowsPasskeys
  return (
    <Stack gap="md">
      <Text>{t('stepUp.text')}</Text>
      {withPasskey ? (
        <>
          {passkey.error && !wasDismissed(passkey.error) ? (
            <Alert color="red" role="alert">
              {passkey.error.message}
            </Alert>
          ) : null}
          <Button
            leftSection={<IconFingerprint size={18} aria-hidden />}
            loading={passkey.isPending}
            onClick={() => passkey.mutate()}
            data-autofocus
          >
            {t('stepUp.passkey')}
          </Button>
        </>
      ) : null}
      {ways.data.passkey && !code ? (
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      ) : null}
      {withPasskey && code ? <Divider label={t('stepUp.or')} /> : null}
      {ways.data.passkey && !code && !knowsPasskeys ? <Text c="dimmed">{t('stepUp.noPasskeys')}</Text> : null}
      {code || !ways.data.passkey ? (
        <PasswordForm withCode={code} quiet={withPasskey} onShown={onShown} onCancel={onCancel} />
      ) : null}
    </Stack>
  )
}

function PasswordForm({ withCode, quiet, onShown, onCancel }: Props & { withCode: boolean; quiet: boolean }) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [backup, setBackup] = useState(false)
  const given = code.replaceAll(/\s/g, '')
  const show = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/auth/step-up', {
          body: { password, ...(withCode ? (backup ? { backupCode: given } : { code: given }) : {}) },
        }),
      ),
    meta: { shown: true },
    onSuccess: onShown,
  })
  const complete = password !== '' && (!withCode || given.length >= 6)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (complete && !show.isPending) show.mutate()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <PasswordInput
          label={t('stepUp.password')}
          autoComplete="current-password"
          maxLength={128}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          {...(quiet ? {} : { 'data-autofocus': true })}
        />
        {withCode ? (
          <CodeField
            backup={backup}
            value={code}
            onChange={setCode}
            onTurn={() => {
              setBackup(!backup)
              setCode('')
              show.reset()
            }}
          />
        ) : null}
        {show.error ? (
          <Alert color="red" role="alert">
            {show.error.message}
          </Alert>
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
          <Button type="submit" variant={quiet ? 'default' : 'filled'} disabled={!complete} loading={show.isPending}>
            {t('stepUp.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type CodeFieldProps = { backup: boolean; value: string; onChange: (code: string) => void; onTurn: () => void }

/** A code of the app, or a backup code in its place. */
function CodeField({ backup, value, onChange, onTurn }: CodeFieldProps) {
  const { t } = useTranslation()
  return (
    <div>
      <TextInput
        label={t(backup ? 'stepUp.backupCode' : 'stepUp.code')}
        inputMode={backup ? 'text' : 'numeric'}
        autoComplete="one-time-code"
        maxLength={32}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Anchor component="button" type="button" size="sm" mt={6} onClick={onTurn}>
        {t(backup ? 'stepUp.useApp' : 'stepUp.useBackup')}
      </Anchor>
    </div>
  )
}
