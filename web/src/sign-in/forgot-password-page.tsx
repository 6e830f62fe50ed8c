import { Alert, Button, Group, Stack, TextInput } from '@mantine/core'
import { isEmail, useForm } from '@mantine/form'
import { IconMailForward } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api/client.ts'
import { TextLink } from '../parts/links.tsx'
import { FormError, StepTitle } from './form-parts.tsx'

/** Asks for a mail with a link. The answer never tells whether there is such an account. */
export function ForgotPasswordPage() {
  const { t } = useTranslation('signIn')
  const parts = useTranslation().t
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: isEmail(parts('required')) },
  })
  const ask = useMutation({
    mutationFn: (body: { email: string }) => answer(api.POST('/api/auth/request-password-reset', { body })),
    meta: { shown: true },
  })
  return (
    <>
      <StepTitle title={t('forgot.title')}>{ask.isSuccess ? null : t('forgot.text')}</StepTitle>
      {ask.isSuccess ? (
        <Alert color="leaf" role="status" title={t('forgot.sent')} icon={<IconMailForward size={20} />}>
          {t('forgot.sentText', { email: ask.variables.email })}
        </Alert>
      ) : (
        <form onSubmit={form.onSubmit((values) => ask.mutate(values))} noValidate>
          <Stack gap="md">
            <FormError title={t('forgot.failed')} error={ask.error} />
            <TextInput
              size="md"
              type="email"
              label={t('signIn.email')}
              autoComplete="username"
              autoFocus
              maxLength={200}
              key={form.key('email')}
              {...form.getInputProps('email')}
            />
            <Button type="submit" size="md" fullWidth loading={ask.isPending}>
              {t('forgot.submit')}
            </Button>
          </Stack>
        </form>
      )}
      <Group justify="center" mt="md">
        <TextLink to="/sign-in" size="sm">
          {t('forgot.back')}
        </TextLink>
      </Group>
    </>
  )
}
