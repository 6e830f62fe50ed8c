import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { IconCircleCheck, IconMail } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api/client.ts'
import { useSession } from '../api/session.ts'
import { TextLink } from '../parts/links.tsx'
import type { Ways } from './code-step.tsx'
import { FormError, StepTitle } from './form-parts.tsx'
import { PasskeyButton } from './passkey-button.tsx'

const route = getRouteApi('/entrance/sign-in')

type Props = { onEntered: () => Promise<void>; onFactorNeeded: (ways: Ways) => void }

export function PasswordStep({ onEntered, onFactorNeeded }: Props) {
  const { t } = useTranslation('signIn')
  const parts = useTranslation().t
  const { email = '', after } = route.useSearch()
  const { user, active } = useSession()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email, password: '' },
    validate: { email: isNotEmpty(parts('required')), password: isNotEmpty(parts('required')) },
  })
  const signIn = useMutation({
    mutationFn: async (body: { email: string; password: string }) => {
      const { secondFactor, ways } = await answer(api.POST('/api/auth/sign-in/email', { body }))
      if (secondFactor) onFactorNeeded(ways)
      else await onEntered()
    },
    meta: { shown: true },
  })
  return (
    <>
      <StepTitle title={t('signIn.title')} />
      <form onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
        <Stack gap="md">
          {after ? (
            <Alert color="leaf" icon={<IconCircleCheck size={18} />} role="status">
              {t(`signIn.${after}`)}
            </Alert>
          ) : null}
          <FormError title={t('signIn.failed')} error={signIn.error} />
          {user && !active ? (
            <Alert color="yellow" role="alert" title={t('signIn.noCompanyTitle')}>
              {t('signIn.noCompany')}
            </Alert>
          ) : null}
          <TextInput
            size="md"
            type="email"
            label={t('signIn.email')}
            autoComplete="username"
            autoFocus={!email}
            maxLength={200}
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            size="md"
            label={t('signIn.password')}
            autoComplete="current-password"
            autoFocus={Boolean(email)}
            maxLength={128}
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
            {t('signIn.submit')}
          </Button>
          <PasskeyButton label={t('signIn.passkey')} onEntered={onEntered} />
          <Group justify="center">
            <TextLink to="/sign-in/forgot" size="sm">
              {t('signIn.forgot')}
            </TextLink>
          </Group>
        </Stack>
      </form>
      <DemoHint />
    </>
  )
}

/** Where the demo's log-ins and mails are. */
function DemoHint() {
  const { t } = useTranslation('signIn')
  const { mode } = useSession()
  if (!mode.demo && !mode.mailsReadable) return null
  return (
    <Stack gap={6} mt={40} pt="md" style={{ borderTop: '1px solid var(--florin-line)' }}>
      {mode.demo ? (
        <Text size="sm" c="dimmed">
          {t('signIn.demo')}
        </Text>
      ) : null}
      {mode.mailsReadable ? (
        <Group gap={6}>
          <IconMail size={16} aria-hidden />
          <TextLink to="/demo/mails" size="sm">
            {t('signIn.mails')}
          </TextLink>
        </Group>
      ) : null}
    </Stack>
  )
}
