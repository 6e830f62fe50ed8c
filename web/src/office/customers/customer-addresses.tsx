import { Alert, Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Item } from '../../api/answers.ts'
import { answer, api } from '../../api/client.ts'
import { fieldErrors } from '../../api/problem.ts'
import { useMay } from '../../api/session.ts'
import { AddressText } from '../../parts/address-text.tsx'
import { ConfirmModal } from '../../parts/confirm-modal.tsx'
import { Section } from '../../parts/section.tsx'
import { ToneBadge } from '../../parts/state-badge.tsx'
import { AddressFields } from '../addresses/address-fields.tsx'
import { type AddressValues, addressBody, emptyAddress, useCountries } from '../addresses/country-rules.ts'
import classes from './customer-addresses.module.css'
import type { Customer } from './customer-page.tsx'

type Address = Item<{ items: Customer['addresses'] }>
type Values = AddressValues & { label: string; isDefault: boolean; isBillTo: boolean }

/** Where a customer's goods and bills go, with everything that can be done about it. */
export function CustomerAddresses({ customer }: { customer: Customer }) {
  const { t } = useTranslation('office')
  const mayEdit = useMay()('customers.edit')
  const [edited, setEdited] = useState<Address | 'new' | null>(null)
  const [removed, setRemoved] = useState<Address | null>(null)
  const add = mayEdit ? (
    <Button size="xs" variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('address.add')}
    </Button>
  ) : null
  return (
    <Section title={t('customer.addresses')} aside={add}>
      {customer.addresses.length === 0 ? <Text c="dimmed">{t('address.none')}</Text> : null}
      <ul className={classes.list}>
        {customer.addresses.map((address) => (
          <li key={address.id} className={classes.address}>
            <Group gap={6} mb={4}>
              <b>{address.label}</b>
              {address.isDefault ? <ToneBadge tone="good">{t('address.default')}</ToneBadge> : null}
              {address.isBillTo ? <ToneBadge tone="quiet">{t('address.bills')}</ToneBadge> : null}
            </Group>
            <AddressText address={address} />
            {mayEdit ? (
              <Group gap="xs" mt={8}>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  onClick={() => setEdited(address)}
                  aria-label={t('address.editOf', { label: address.label })}
                >
                  {t('address.edit')}
                </Button>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="gray"
                  onClick={() => setRemoved(address)}
                  aria-label={t('address.removeOf', { label: address.label })}
                >
                  {t('address.remove')}
                </Button>
              </Group>
            ) : null}
          </li>
        ))}
      </ul>
      <Modal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={
          <b>
            {edited === null || edited === 'new'
              ? t('address.addTitle', { name: customer.name })
              : t('address.editOf', { label: edited.label })}
          </b>
        }
        size="lg"
      >
        {edited ? (
          <AddressForm customer={customer} address={edited === 'new' ? null : edited} done={() => setEdited(null)} />
        ) : null}
      </Modal>
      <RemoveAddress customer={customer} address={removed} done={() => setRemoved(null)} />
    </Section>
  )
}

type FormProps = { customer: Customer; address: Address | null; done: () => void }

function AddressForm({ customer, address, done }: FormProps) {
  const { t } = useTranslation('office')
  const form = useForm<Values>({ initialValues: valuesOf(customer, address) })
  const rule = useCountries().find(({ code }) => code === form.values.country)
  const keep = useKeepCustomer()
  const save = useMutation({
    mutationFn: ({ label, isDefault, isBillTo, ...parts }: Values) => {
      const body = { label, ...addressBody(parts, rule) }
      if (!address) {
        const params = { path: { id: customer.id } }
        return answer(api.POST('/api/customers/{id}/addresses', { params, body: { ...body, isDefault, isBillTo } }))
      }
      const marks = { ...(isDefault ? { isDefault } : {}), ...(isBillTo ? { isBillTo } : {}) }
      const params = { path: { id: customer.id, addressId: address.id } }
      return answer(api.PATCH('/api/customers/{id}/addresses/{addressId}', { params, body: { ...body, ...marks } }))
    },
    meta: { shown: true },
    onError: (error) => form.setErrors(fieldErrors(error)),
    onSuccess: (saved, { label }) => {
      done()
      notifications.show({ color: 'leaf', message: t('address.saved', { label }) })
      return keep(saved)
    },
  })
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('address.label')}
          description={t('address.labelHelp')}
          required
          maxLength={60}
          data-autofocus
          {...form.getInputProps('label')}
        />
        <AddressFields country={form.values.country} input={(name) => form.getInputProps(name)} />
        <Mark
          label={t('address.isDefault')}
          fixed={address?.isDefault}
          input={form.getInputProps('isDefault', { type: 'checkbox' })}
        />
        <Mark
          label={t('address.isBillTo')}
          fixed={address?.isBillTo}
          input={form.getInputProps('isBillTo', { type: 'checkbox' })}
        />
        {save.error ? (
          <Alert color="red" role="alert">
            {save.error.message}
          </Alert>
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={done}>
            {t('address.cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {address ? t('form.save') : t('address.add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type MarkProps = { label: string; fixed: boolean | undefined; input: object }

/** What this address is already cannot be given up here, only taken over by another. */
function Mark({ label, fixed = false, input }: MarkProps) {
  const { t } = useTranslation('office')
  return <Checkbox label={label} disabled={fixed} description={fixed ? t('address.fixed') : undefined} {...input} />
}

function valuesOf(customer: Customer, address: Address | null): Values {
  if (!address) {
    const like = customer.addresses.find((each) => each.isDefault)
    const first = customer.addresses.length === 0
    return { label: '', ...emptyAddress(like?.country ?? 'US'), isDefault: first, isBillTo: first }
  }
  const { label, line1, line2, city, region, postalCode, country, isDefault, isBillTo } = address
  return { label, line1, line2, city, region, postalCode, country, isDefault, isBillTo }
}

function RemoveAddress({ customer, address, done }: FormProps) {
  const { t } = useTranslation('office')
  const keep = useKeepCustomer()
  const remove = useMutation({
    mutationFn: (addressId: string) =>
      answer(api.DELETE('/api/customers/{id}/addresses/{addressId}', { params: { path: { id: customer.id, addressId } } })),
    meta: { shown: true },
    onSuccess: (saved) => {
      done()
      notifications.show({ color: 'leaf', message: t('address.removed', { label: address?.label ?? '' }) })
      return keep(saved)
    },
  })
  const marked = (address?.isDefault || address?.isBillTo) && customer.addresses.length > 1
  return (
    <ConfirmModal
      opened={address !== null}
      onClose={done}
      title={t('address.removeTitle', { label: address?.label ?? '' })}
      text={[t('address.removeText'), ...(marked ? [t('address.removeMarked')] : [])].join(' ')}
      confirm={t('address.remove')}
      danger
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => address && remove.mutate(address.id)}
    />
  )
}

/** Every answer is the whole customer, as the server has it now. */
function useKeepCustomer() {
  const queryClient = useQueryClient()
  return (saved: Customer) => {
    queryClient.setQueryData(['customers', saved.id], saved)
    return Promise.all(['customers', 'activity'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
  }
}
