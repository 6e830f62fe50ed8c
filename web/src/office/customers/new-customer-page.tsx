import { Alert, Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { fieldErrors } from '../../api/problem.ts'
import { useMay } from '../../api/session.ts'
import { TextLink } from '../../parts/links.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { Section } from '../../parts/section.tsx'
import { CardSkeleton } from '../../parts/skeletons.tsx'
import { UnsavedGuard } from '../../parts/unsaved-guard.tsx'
import { AddressFields } from '../addresses/address-fields.tsx'
import { type AddressValues, addressBody, type CountryRule, emptyAddress, useCountries } from '../addresses/country-rules.ts'
import { bodyOf, CustomerFields, type CustomerValues, useCustomerValidation } from './customer-fields.tsx'

type Values = CustomerValues & { address: AddressValues & { label: string } }

/** Adds a customer with its first delivery address. */
export function NewCustomerPage() {
  const { t } = useTranslation('office')
  const locations = useQuery({ queryKey: ['locations'], queryFn: () => answer(api.GET('/api/locations')) })
  const priceLists = useQuery({ queryKey: ['price-lists'], queryFn: () => answer(api.GET('/api/price-lists')) })
  const company = useQuery({ queryKey: ['company'], queryFn: () => answer(api.GET('/api/company')) })
  const papers = useQuery({ queryKey: ['company', 'papers'], queryFn: () => answer(api.GET('/api/company/papers')) })
  const location = locations.data?.items[0]
  const priceList = priceLists.data?.items.find((list) => list.isStandard) ?? priceLists.data?.items[0]
  return (
    <>
      <PageHeader title={t('form.newTitle')} above={<TextLink to="/office/customers">← {t('customer.all')}</TextLink>} />
      {location && priceList && company.data && papers.data ? (
        <NewCustomerForm
          locationId={location.id}
          priceListId={priceList.id}
          currency={company.data.currency}
          country={papers.data.country}
        />
      ) : (
        <CardSkeleton height={320} />
      )}
    </>
  )
}

type Start = { locationId: string; priceListId: string; currency: string; country: string }

function NewCustomerForm({ locationId, priceListId, currency, country }: Start) {
  const { t } = useTranslation('office')
  const validate = useCustomerValidation(currency)
  const form = useForm<Values>({
    initialValues: {
      name: '',
      contactName: '',
      email: '',
      phone: '',
      locationId,
      priceListId,
      // Nothing is lent until somebody who may decides so.
      terms: 'prepaid',
      termsDays: 0,
      creditLimit: '',
      address: { label: '', ...emptyAddress(country) },
    },
    validate,
  })
  const rule = useCountries().find(({ code }) => code === form.values.address.country)
  const create = useCreateCustomer(currency, rule, form.setErrors)
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
      <UnsavedGuard when={form.isDirty() && !create.isPending && !create.isSuccess} />
      <Stack gap="md" maw={760}>
        <Section title={t('form.details')}>
          <CustomerFields form={form} />
        </Section>
        <Section title={t('form.shipTo')}>
          <Stack gap="md">
            <TextInput
              label={t('address.label')}
              description={t('address.labelHelp')}
              required
              maxLength={60}
              maw={360}
              {...form.getInputProps('address.label')}
            />
            <AddressFields country={form.values.address.country} input={(name) => form.getInputProps(`address.${name}`)} />
          </Stack>
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

function useCreateCustomer(
  currency: string,
  rule: CountryRule | undefined,
  showErrors: (errors: Record<string, string>) => void,
) {
  const { t } = useTranslation('office')
  const mayCredit = useMay()('customers.edit_credit')
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ address: { label, ...parts }, ...values }: Values) => {
      const { creditLimitMinor, ...agreed } = bodyOf(values, currency)
      const addresses = [{ label, ...addressBody(parts, rule), isDefault: true }]
      return answer(api.POST('/api/customers', { body: { ...agreed, ...(mayCredit ? { creditLimitMinor } : {}), addresses } }))
    },
    meta: { shown: true },
    onError: (error) => showErrors(onForm(fieldErrors(error))),
    onSuccess: async (customer) => {
      notifications.show({ color: 'leaf', message: t('form.created', { name: customer.name }) })
      await queryClient.invalidateQueries({ queryKey: ['customers'] })
      await navigate({ to: '/office/customers/$id', params: { id: customer.id }, ignoreBlocker: true })
    },
  })
}

/** The form has one address; the request a list of them. */
function onForm(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, message]) => [field.replace(/^addresses\.0\./, 'address.'), message]),
  )
}
