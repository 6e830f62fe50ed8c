import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconUserPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { fieldErrors } from '../../api/problem.ts'
import { useActive } from '../../api/session.ts'
import { useKey } from '../../parts/keys.tsx'
import { type Role, RoleChoice } from './role-choice.tsx'

type Props = {
  /** Of a customer, the person becomes a buyer; without, one of the seller's people. */
  customer?: { id: string; name: string }
}

/** Invites a person by mail. */
export function InviteButton({ customer }: Props) {
  const { t } = useTranslation('office')
  const [opened, { open, close }] = useDisclosure(false)
  useKey('n', customer ? t('customer.invite') : t('people.invite'), open)
  return (
    <>
      <Button
        variant={customer ? 'default' : 'filled'}
        size={customer ? 'xs' : 'sm'}
        leftSection={<IconUserPlus size={16} aria-hidden />}
        onClick={open}
        aria-keyshortcuts="n"
      >
        {customer ? t('customer.invite') : t('people.invite')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={<b>{customer ? t('people.inviteBuyer', { name: customer.name }) : t('people.inviteTitle')}</b>}
      >
        <InviteForm customer={customer} close={close} />
      </Modal>
    </>
  )
}

function InviteForm({ customer, close }: Props & { close: () => void }) {
  const { t } = useTranslation('office')
  const { t: words } = useTranslation()
  const queryClient = useQueryClient()
  const isPlatform = useActive().company.kind === 'platform'
  const form = useForm<{ email: string; roles: Role[] }>({
    initialValues: { email: '', roles: customer ? ['buyer_orders', 'buyer_pays'] : isPlatform ? ['operator'] : [] },
    validate: {
      email: (email) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? null : t('people.badEmail')),
      roles: (roles) => (roles.length > 0 ? null : t('people.pickRole')),
    },
  })
  const send = useMutation({
    mutationFn: ({ email, roles }: typeof form.values) =>
      answer(api.POST('/api/invitations', { body: { email: email.trim(), roles, customerId: customer?.id ?? null } })),
    meta: { shown: true },
    onError: (error) => form.setErrors(fieldErrors(error)),
    onSuccess: (_invitation, { email }) => {
      notifications.show({ color: 'leaf', message: t('people.sent', { email: email.trim() }) })
      close()
      return Promise.all(['invitations', 'activity'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
    },
  })
  return (
    <form onSubmit={form.onSubmit((values) => send.mutate(values))} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('people.email')}
          type="email"
          required
          maxLength={200}
          data-autofocus
          {...form.getInputProps('email')}
        />
        <RoleChoice
          buyer={customer !== undefined}
          value={form.values.roles}
          onChange={(roles) => form.setFieldValue('roles', roles)}
          error={form.errors.roles ? String(form.errors.roles) : null}
        />
        {send.error ? (
          <Alert color="red" role="alert">
            {send.error.message}
          </Alert>
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {words('cancel')}
          </Button>
          <Button type="submit" loading={send.isPending}>
            {t('people.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
