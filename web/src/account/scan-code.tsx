import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { toString as drawQr } from 'qrcode'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api/client.ts'
import { CopyId } from '../parts/copy-id.tsx'
import classes from './account.module.css'

/** The secret as a picture and as text, and the first code of the app as the proof that it arrived there. */
export function ScanCode({ uri, onVerified }: { uri: string; onVerified: () => void }) {
  const { t } = useTranslation('account')
  const [code, setCode] = useState('')
  const [bad, setBad] = useState(false)
  // Drawn here: the secret goes to nobody else.
  const picture = useQuery({ queryKey: ['qr', uri], queryFn: () => drawQr(uri, { type: 'svg', margin: 1 }), gcTime: 0 })
  const verify = useMutation({
    mutationFn: () => answer(api.POST('/api/auth/two-factor/confirm', { body: { code: code.trim() } })),
    meta: { shown: true },
    onSuccess: onVerified,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wellFormed = /^\d{6}$/.test(code.trim())
    setBad(!wellFormed)
    if (wellFormed) verify.mutate()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>{t('factor.scan')}</Text>
        <div className={classes.qr}>
          {picture.data ? (
            <img
              alt={t('factor.picture')}
              width={188}
              height={188}
              src={`data:image/svg+xml;utf8,${encodeURIComponent(picture.data)}`}
            />
          ) : null}
        </div>
        <div>
          <Text size="sm" c="dimmed">
            {t('factor.byHand')}
          </Text>
          <CopyId value={new URL(uri).searchParams.get('secret')} what={t('factor.key')} />
        </div>
        <TextInput
          label={t('factor.code')}
          description={t('factor.codeHelp')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          maw={200}
          value={code}
          error={bad ? t('factor.badCode') : null}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {verify.error ? (
          <Alert color="red" role="alert">
            {verify.error.message}
          </Alert>
        ) : null}
        <Group>
          <Button type="submit" loading={verify.isPending}>
            {t('factor.verify')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
