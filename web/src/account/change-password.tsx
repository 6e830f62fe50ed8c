import { Alert, Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api/client.ts'
import { fieldErrors } from '../api/problem.ts'
import { Section } from '../parts/section.tsx'

const lengthMin = 10

/** Changes one's own password. */
export function ChangePassword() {
  const { t } = useTranslation('account')
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: (password) => (password ? null : t('password.missing')),
      newPassword: (password) => (password.length >= lengthMin ? null : t('password.tooShort', { count: lengthMin })),
    },
  })
  const change = useMutation({
    mutationFn: (body: typeof form.values) => answer(api.POST('/api/auth/change-password', { body })),
    meta: { shown: true },
    onError: (error) => form.setErrors(fieldErrors(error)),
    onSuccess: () => {
      form.reset()
      notifications.show({ color: 'leaf', message: t('password.changed') })
    },
  })
  return (
    <Section title={t('password.title')}>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))} noValidate>
        <Stack gap="md" maw={420}>
          <PasswordInput
            label={t('password.current')}
            autoComplete="current-password"
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            label={t('password.next')}
            description={t('password.help', { count: lengthMin })}
            autoComplete="new-password"
            {...form.getInputProps('newPassword')}
          />
          {change.error ? (
            <Alert color="red" role="alert">
              {change.error.message}
            </Alert>
          ) : null}
          <Group>
            <Button type="submit" variant="default" loading={change.isPending}>
              {t('password.change')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  )
}
