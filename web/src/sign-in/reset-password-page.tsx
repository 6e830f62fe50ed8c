import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api/client.ts'
import { TextLink } from '../parts/links.tsx'
import { FormError, passwordLengthMin, StepTitle } from './form-parts.tsx'

const route = getRouteApi('/entrance/reset-password')

/** Where the mail's link leads: a new password, and then signing in with it. */
export function ResetPasswordPage() {
  const { t } = useTranslation('signIn')
  const { token } = route.useSearch()
  const navigate = useNavigate()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: {
      password: (given) => (given.length < passwordLengthMin ? t('reset.tooShort', { count: passwordLengthMin }) : null),
    },
  })
  const reset = useMutation({
    mutationFn: async ({ password }: { password: string }) => {
      await answer(api.POST('/api/auth/reset-password', { body: { token: token ?? '', newPassword: password } }))
      await navigate({ to: '/sign-in', search: { after: 'chosen' }, replace: true })
    },
    meta: { shown: true },
  })
  return (
    <>
      <StepTitle title={t('reset.title')} />
      {token ? (
        <form onSubmit={form.onSubmit((values) => reset.mutate(values))} noValidate>
          <Stack gap="md">
            <FormError title={t('reset.failed')} error={reset.error} />
            <PasswordInput
              size="md"
              label={t('reset.password')}
              description={t('reset.help', { count: passwordLengthMin })}
              autoComplete="new-password"
              autoFocus
              maxLength={128}
              key={form.key('password')}
              {...form.getInputProps('password')}
            />
            <Button type="submit" size="md" fullWidth loading={reset.isPending}>
              {t('reset.submit')}
            </Button>
          </Stack>
        </form>
      ) : (
        <FormError title={t('reset.failed')} error={new Error(t('reset.noToken'))} />
      )}
      <Group justify="center" mt="md">
        <TextLink to="/sign-in/forgot" size="sm">
          {t('reset.again')}
        </TextLink>
      </Group>
    </>
  )
}
