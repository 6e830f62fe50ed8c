import { Anchor, Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api/answers.ts'
import { answer, api } from '../api/client.ts'
import { FormError, StepTitle } from './form-parts.tsx'
import { PasskeyButton } from './passkey-button.tsx'

/** What the person can show. */
export type Ways = Answer<'/api/auth/sign-in/email', 'post'>['ways']
type Props = { ways: Ways; onEntered: () => Promise<void>; onStartOver: () => void }
type Given = { code: string; trustDevice: boolean }

/** The second factor: a code of the app, or a backup code. */
export function CodeStep(props: Props) {
  const { t } = useTranslation('signIn')
  if (props.ways.includes('code')) return <CodeForm {...props} />
  return (
    <>
      <StepTitle title={t('code.title')}>{t('code.passkeyOnly')}</StepTitle>
      <Stack gap="md">
        <PasskeyButton label={t('code.passkey')} primary onEntered={props.onEntered} />
        <Group justify="flex-end">
          <Anchor component="button" type="button" size="sm" c="dimmed" onClick={props.onStartOver}>
            {t('code.startOver')}
          </Anchor>
        </Group>
      </Stack>
    </>
  )
}

function CodeForm({ ways, onEntered, onStartOver }: Props) {
  const { t } = useTranslation('signIn')
  const [backup, setBackup] = useState(false)
  const [code, setCode] = useState('')
  const [trustDevice, setTrustDevice] = useState(false)
  const verify = useMutation({
    mutationFn: async (body: Given) => {
      await answer(
        backup
          ? api.POST('/api/auth/two-factor/verify-backup-code', { body })
          : api.POST('/api/auth/two-factor/verify-totp', { body }),
      )
      await onEntered()
    },
    meta: { shown: true },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const given = code.replaceAll(/\s/g, '')
    if (given && !verify.isPending) verify.mutate({ code: given, trustDevice })
  }
  const turn = () => {
    setBackup(!backup)
    setCode('')
    verify.reset()
  }
  return (
    <>
      <StepTitle title={t('code.title')}>{t(backup ? 'code.backup' : 'code.app')}</StepTitle>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <FormError title={t('code.failed')} error={verify.error} />
          <TextInput
            key={backup ? 'backup' : 'app'}
            size="md"
            label={t('code.label')}
            inputMode={backup ? 'text' : 'numeric'}
            autoComplete="one-time-code"
            autoFocus
            maxLength={32}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <Checkbox
            label={t('code.trust')}
            checked={trustDevice}
            onChange={(event) => setTrustDevice(event.currentTarget.checked)}
          />
          <Button type="submit" size="md" fullWidth loading={verify.isPending} disabled={code.trim() === ''}>
            {t('code.submit')}
          </Button>
          {ways.includes('passkey') ? <PasskeyButton label={t('code.passkey')} onEntered={onEntered} /> : null}
          <Group justify="space-between">
            <Anchor component="button" type="button" size="sm" onClick={turn}>
              {t(backup ? 'code.useApp' : 'code.useBackup')}
            </Anchor>
            <Anchor component="button" type="button" size="sm" c="dimmed" onClick={onStartOver}>
              {t('code.startOver')}
            </Anchor>
          </Group>
        </Stack>
      </form>
    </>
  )
}
