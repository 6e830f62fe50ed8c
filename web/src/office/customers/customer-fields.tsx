import { Select, SimpleGrid, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { useActive, useMay } from '../../api/session.ts'
import { AmountField, WholeField } from '../../parts/number-field.tsx'
import { WhyNot } from '../../parts/why-not.tsx'
import { amountForm, amountWords, numberIn, wholeForm } from '../../words/money-words.ts'
import { numberFault } from '../../words/number-fault.ts'
import { writeNumber } from '../../words/read-number.ts'
import type { Customer } from './customer-page.tsx'

/** What is agreed with a customer, as the form holds it: text as typed, the limit in the company's currency. */
export type CustomerValues = {
  name: string
  contactName: string
  email: string
  phone: string
  locationId: string
  priceListId: string
  terms: Customer['terms']
  termsDays: string
  creditLimit: string
}
const termKinds = ['cod', 'prepaid', 'net', 'eom'] as const
const daysMax = 365
const hasDays = (terms: Customer['terms']) => terms === 'net' || terms === 'eom'

export function valuesOf(customer: Customer): CustomerValues {
  const { name, contactName, email, phone, terms, termsDays, creditLimit } = customer
  const about = { name, contactName, email, phone, terms, termsDays: writeNumber(termsDays, wholeForm) }
  const places = { locationId: customer.location.id, priceListId: customer.priceList.id }
  return { ...about, ...places, creditLimit: creditLimit ? amountWords(creditLimit) : '' }
}

/** The values as the API takes them; the credit limit in minor units. */
export function bodyOf(values: CustomerValues, currency: string) {
  const { creditLimit, termsDays, ...rest } = values
  // Terms without days leave the field as it is; whatever stands there was checked before it is sent.
  const days = numberIn(termsDays, wholeForm) ?? 0
  return { ...rest, termsDays: days, creditLimitMinor: numberIn(creditLimit, amountForm(currency)) }
}

/** Only what differs from the customer as it is. */
export function changesOf(values: CustomerValues, customer: Customer, currency: string) {
  const before = bodyOf(valuesOf(customer), currency)
  const now = bodyOf(pick(values), currency)
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => before[key as keyof typeof before] !== value))
}

function pick(values: CustomerValues): CustomerValues {
  const { name, contactName, email, phone, locationId, priceListId, terms, termsDays, creditLimit } = values
  return { name, contactName, email, phone, locationId, priceListId, terms, termsDays, creditLimit }
}

export function useCustomerValidation() {
  const { t } = useTranslation('office')
  const { currency } = useActive().company
  return {
    name: (name: string) => (name.trim() ? null : t('form.badName')),
    termsDays: (days: string, { terms }: CustomerValues) =>
      numberFault(days, wholeForm, { required: hasDays(terms), max: daysMax }),
    creditLimit: (limit: string) => numberFault(limit, amountForm(currency)),
  }
}

type Props = { form: Pick<UseFormReturnType<CustomerValues>, 'getInputProps' | 'values'>; readOnly?: boolean }

/** The fields of what is agreed with a customer. */
export function CustomerFields({ form, readOnly = false }: Props) {
  const { t } = useTranslation('office')
  const locations = useQuery({ queryKey: ['locations'], queryFn: () => answer(api.GET('/api/locations')) })
  const priceLists = useQuery({ queryKey: ['price-lists'], queryFn: () => answer(api.GET('/api/price-lists')) })
  const { currency } = useActive().company
  const options = (items: { id: string; name: string }[] | undefined) =>
    (items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const mayCredit = useMay()('customers.edit_credit')
  const field = (name: keyof CustomerValues, fixed: boolean) => ({
    ...form.getInputProps(name),
    readOnly: fixed,
    // What cannot be changed looks it, and can still be read and copied.
    variant: fixed ? 'filled' : 'default',
  })
  const input = (name: keyof CustomerValues) => field(name, readOnly)
  const credit = (name: keyof CustomerValues) => field(name, readOnly || !mayCredit)
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <TextInput label={t('form.name')} required maxLength={160} {...input('name')} />
      <TextInput label={t('customer.contactName')} maxLength={120} {...input('contactName')} />
      <TextInput label={t('customer.email')} type="email" maxLength={200} {...input('email')} />
      <TextInput label={t('customer.phone')} type="tel" maxLength={40} {...input('phone')} />
      <Select
        label={t('customer.location')}
        data={options(locations.data?.items)}
        allowDeselect={false}
        {...input('locationId')}
      />
      <Select
        label={t('customer.priceList')}
        data={options(priceLists.data?.items)}
        allowDeselect={false}
        {...input('priceListId')}
      />
      <Select
        label={t('form.terms')}
        data={termKinds.map((value) => ({ value, label: t(`form.termsKinds.${value}`) }))}
        allowDeselect={false}
        {...credit('terms')}
      />
      <WholeField label={t('form.days')} {...credit('termsDays')} disabled={!hasDays(form.values.terms)} />
      <AmountField
        label={t('customer.limit')}
        description={t('form.limitHelp', { currency: currency.toUpperCase() })}
        currency={currency}
        {...credit('creditLimit')}
      />
      {readOnly || mayCredit ? null : <WhyNot>{t('form.creditOnly', { who: t('role.who.customers.edit_credit') })}</WhyNot>}
    </SimpleGrid>
  )
}
