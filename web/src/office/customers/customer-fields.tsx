import { NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api/client.ts'
import { useMay } from '../../api/session.ts'
import { WhyNot } from '../../parts/why-not.tsx'
import { decimalText, parseAmount } from '../../words/money-words.ts'
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
  termsDays: number
  creditLimit: string
}
const termKinds = ['cod', 'prepaid', 'net', 'eom'] as const
const daysMax = 365

export function valuesOf(customer: Customer): CustomerValues {
  const { name, contactName, email, phone, terms, termsDays, creditLimit } = customer
  const about = { name, contactName, email, phone, terms, termsDays }
  const places = { locationId: customer.location.id, priceListId: customer.priceList.id }
  return { ...about, ...places, creditLimit: creditLimit ? decimalText(creditLimit) : '' }
}

/** The values as the API takes them; the credit limit in minor units. */
export function bodyOf(values: CustomerValues, currency: string) {
  const { creditLimit, ...rest } = values
  return { ...rest, creditLimitMinor: creditLimit.trim() === '' ? null : parseAmount(creditLimit, currency) }
}

/** Only what differs from the customer as it is. */
export function changesOf(values: CustomerValues, customer: Customer) {
  const currency = customer.creditLimit?.currency ?? fallbackCurrency
  const before = bodyOf(valuesOf(customer), currency)
  const now = bodyOf(pick(values), currency)
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => before[key as keyof typeof before] !== value))
}
// Minor-unit digits are all that is needed of it here; a customer without a limit tells no currency.
const fallbackCurrency = 'usd'

function pick(values: CustomerValues): CustomerValues {
  const { name, contactName, email, phone, locationId, priceListId, terms, termsDays, creditLimit } = values
  return { name, contactName, email, phone, locationId, priceListId, terms, termsDays, creditLimit }
}

export function useCustomerValidation(currency: string = fallbackCurrency) {
  const { t } = useTranslation('office')
  return {
    name: (name: string) => (name.trim() ? null : t('form.badName')),
    creditLimit: (limit: string) => (limit.trim() === '' || parseAmount(limit, currency) !== null ? null : t('form.badAmount')),
  }
}

type Props = { form: Pick<UseFormReturnType<CustomerValues>, 'getInputProps' | 'values'>; readOnly?: boolean }

/** The fields of what is agreed with a customer. */
export function CustomerFields({ form, readOnly = false }: Props) {
  const { t } = useTranslation('office')
  const locations = useQuery({ queryKey: ['locations'], queryFn: () => answer(api.GET('/api/locations')) })
  const priceLists = useQuery({ queryKey: ['price-lists'], queryFn: () => answer(api.GET('/api/price-lists')) })
  const company = useQuery({ queryKey: ['company'], queryFn: () => answer(api.GET('/api/company')) })
  const options = (items: { id: string; name: string }[] | undefined) =>
    (items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const withDays = form.values.terms === 'net' || form.values.terms === 'eom'
  const mayCredit = useMay()('customers.edit_credit')
  // Goods leave before they are paid, and nothing says how much may be owed: that is decided, never overlooked.
  const lendsFreely = withDays && form.values.creditLimit.trim() === ''
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
      <NumberInput
        label={t('form.days')}
        min={0}
        max={daysMax}
        allowDecimal={false}
        {...credit('termsDays')}
        disabled={!withDays}
      />
      <TextInput
        label={t('customer.limit')}
        description={t(lendsFreely ? 'form.limitNone' : 'form.limitHelp', {
          currency: company.data?.currency.toUpperCase() ?? '',
        })}
        inputMode="decimal"
        {...credit('creditLimit')}
      />
      {readOnly || mayCredit ? null : <WhyNot>{t('form.creditOnly', { who: t('role.who.customers.edit_credit') })}</WhyNot>}
    </SimpleGrid>
  )
}
