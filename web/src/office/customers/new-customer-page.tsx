import { Alert, Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { fieldErrors } from '../../api/problem.ts'
import { useActive, useMay } from '../../api/session.ts'
import { TextLink } from '../../parts/links.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Section } from '../../parts/section.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { UnsavedGuard } from '../../parts/unsaved-guard.tsx'
import { bodyOf, CustomerFields, type CustomerValues, useCustomerValidation } from './customer-fields.tsx'

const addressFields = ['label', 'line1', 'line2', 'city', 'region', 'postalCode', 'country'] as const
const optionalFields: readonly string[] = ['line2', 'region']
type Values = CustomerValues & { address: Record<(typeof addressFields)[number], string> }

/** Adds a customer with its first delivery address. */
export function NewCustomerPage() {
  const { t } = useTranslation('office')
  const locations = useQuery({ queryKey: ['locations'], queryFn: () => answer(api.GET('/api/locations')) })
  const priceLists = useQuery({ queryKey: ['price-lists'], queryFn: () => answer(api.GET('/api/price-lists')) })
  const location = locations.data?.items[0]
  const priceList = priceLists.data?.items[0]
  return (
    <>
      <PageHeader title={t('form.newTitle')} above={<TextLink to="/office/customers">← {t('customer.all')}</TextLink>} />
      {location && priceList ? (
        <NewCustomerForm locationId={location.id} priceListId={priceList.id} />
      ) : (
        <CardSkeleton height={320} />
      )}
    </>
  )
}

type Start = { locationId: string; priceListId: string }

function NewCustomerForm({ locationId, priceListId }: Start) {
  const { t } = useTranslation('office')
  const { t: words } = useTranslation()
  const mayCredit = useMay()('customers.edit_credit')
  const validate = useCustomerValidation()
  const form = useForm<Values>({
    initialValues: {
      name: '',
      contactName: '',
      email: '',
      phone: '',
      locationId,
      priceListId,
      terms: mayCredit ? 'net' : 'cod',
      termsDays: mayCredit ? '30' : '0',
      creditLimit: '',
      address: { label: '', line1: '', line2: '', city: '', region: '', postalCode: '', country: 'US' },
    },
    validate: {
      ...validate,
      address: Object.fromEntries(
        addressFields
          .filter((field) => !optionalFields.includes(field))
          .map((field) => [field, (value: string) => (value.trim() ? null : words('required'))]),
      ),
    },
  })
  const create = useCreateCustomer(form.setErrors)
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
      <UnsavedGuard when={form.isDirty() && !create.isPending && !create.isSuccess} />
      <Stack gap="md" maw={760}>
        <Section title={t('form.details')}>
          <CustomerFields form={form} />
        </Section>
        <Section title={t('form.shipTo')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            {addressFields.map((field) => (
              <TextInput
                key={field}
                label={t(`form.${field}`)}
                required={!optionalFields.includes(field)}
                maxLength={field === 'country' ? 2 : 120}
                {...form.getInputProps(`address.${field}`)}
              />
            ))}
          </SimpleGrid>
        </Section>
        {create.error ? (
          <Alert color="red" role="alert">
            {create.error.message}
          </Alert>
        ) : null}
        <Group>
          <Button type="submit" loading={create.isPending}>
            {t('form.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useCreateCustomer(showErrors: (errors: Record<string, string>) => void) {
  const { t } = useTranslation('office')
  const navigate = useNavigate()
  const { currency } = useActive().company
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ address, ...values }: Values) => {
      const addresses = [{ ...address, country: address.country.toUpperCase(), isDefault: true }]
      return answer(api.POST('/api/customers', { body: { ...bodyOf(values, currency), addresses } }))
    },
    meta: { shown: true },
    onError: (error) => showErrors(fieldErrors(error)),
    onSuccess: async (customer) => {
      notifications.show({ color: 'leaf', message: t('form.created', { name: customer.name }) })
      await queryClient.invalidateQueries({ queryKey: ['customers'] })
      await navigate({ to: '/office/customers/$id', params: { id: customer.id }, ignoreBlocker: true })
    },
  })
}
