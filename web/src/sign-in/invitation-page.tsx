import { Button, Group, PasswordInput, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api/answers.ts'
import { answer, api } from '../api/client.ts'
import { TextLink } from '../parts/links.tsx'
import { momentWords } from '../words/date-words.ts'
import { FormError, passwordLengthMin, StepTitle } from './form-parts.tsx'

const route = getRouteApi('/entrance/invitation/$token')

type Invitation = Answer<'/api/invitations/by-token/{token}'>

/** Where an invitation's link leads: who has no account makes one, who has one proves it. */
export function InvitationPage() {
  const { t } = useTranslation('signIn')
  const { token } = route.useParams()
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => answer(api.GET('/api/invitations/by-token/{token}', { params: { path: { token } } })),
    // A form stands on it: it must not change under the hands of who fills it in.
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (error)
    return (
      <>
        <StepTitle title={t('invitation.gone')} />
        <FormError title={t('invitation.failed')} error={error} />
        <Group justify="center" mt="md">
          <TextLink to="/sign-in" size="sm">
            {t('forgot.back')}
          </TextLink>
        </Group>
      </>
    )
  if (!data) return <Skeleton h={320} />
  return <AcceptForm token={token} invitation={data} />
}

function AcceptForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useTranslation('signIn')
  const parts = useTranslation().t
  const navigate = useNavigate()
  const { email, company, customer, hasAccount, expiresAt } = invitation
  const form = useForm({
    mode: 'uncontrolled',
    // Who has an account keeps the name of it.
    initialValues: { name: hasAccount ? email : '', password: '' },
    validate: {
      name: isNotEmpty(parts('required')),
      password: (given) => {
        if (hasAccount) return given ? null : parts('required')
        return given.length < passwordLengthMin ? t('reset.tooShort', { count: passwordLengthMin }) : null
      },
    },
  })
  const accept = useMutation({
    mutationFn: async (body: { name: string; password: string }) => {
      await answer(api.POST('/api/invitations/by-token/{token}/accept', { params: { path: { token } }, body }))
      await navigate({ to: '/sign-in', search: { after: 'joined', email }, replace: true })
    },
    meta: { shown: true },
  })
  return (
    <>
      <StepTitle title={t('invitation.title', { company: company.name })}>
        {customer ? t('invitation.textCustomer', { email, customer: customer.name }) : t('invitation.text', { email })}{' '}
        {hasAccount ? t('invitation.hasAccount') : null}
      </StepTitle>
      <form onSubmit={form.onSubmit((values) => accept.mutate(values))} noValidate>
        <Stack gap="md">
          <FormError title={t('invitation.failed')} error={accept.error} />
          {hasAccount ? null : (
            <TextInput
              size="md"
              label={t('invitation.name')}
              autoComplete="name"
              autoFocus
              maxLength={120}
              key={form.key('name')}
              {...form.getInputProps('name')}
            />
          )}
          <PasswordInput
            size="md"
            label={t(hasAccount ? 'invitation.ownPassword' : 'invitation.password')}
            description={hasAccount ? undefined : t('reset.help', { count: passwordLengthMin })}
            autoComplete={hasAccount ? 'current-password' : 'new-password'}
            maxLength={128}
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <Button type="submit" size="md" fullWidth loading={accept.isPending}>
            {t('invitation.submit')}
          </Button>
          <Text size="sm" c="dimmed" ta="center">
            {t('invitation.expires', { when: momentWords(expiresAt) })}
          </Text>
        </Stack>
      </form>
    </>
  )
}
