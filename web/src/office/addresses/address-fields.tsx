import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { countryWords } from '../../words/country-words.ts'
import type { AddressValues } from './country-rules.ts'
import { useCountries } from './country-rules.ts'

// Whatever a form hands out for one of its fields goes on to the input as it is.
type Input = { value?: unknown; onChange: (value: never) => void }
type Props = {
  country: string
  /** The form's own hold on one of the fields. */
  input: (name: keyof AddressValues) => Input
}

/** The fields of an address: those that the chosen country has, under the names it has for them. */
export function AddressFields({ country, input }: Props) {
  const { t } = useTranslation('office')
  const countries = useCountries()
  const rule = countries.find(({ code }) => code === country)
  const names = useMemo(
    () =>
      countries.map(({ code }) => ({ value: code, label: countryWords(code) })).sort((a, b) => a.label.localeCompare(b.label)),
    [countries],
  )
  const text = (name: keyof AddressValues) => input(name) as object
  const needed = (part: 'city' | 'region' | 'postalCode') => rule?.[part].need === 'required'
  const has = (part: 'city' | 'region' | 'postalCode') => rule?.[part].need !== 'none'
  const { example } = rule?.postalCode ?? {}
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" style={{ alignItems: 'start' }}>
      <Select
        label={t('address.country')}
        data={names}
        searchable
        selectFirstOptionOnChange
        allowDeselect={false}
        nothingFoundMessage={t('address.noCountry')}
        required
        autoComplete="off"
        {...text('country')}
      />
      <TextInput label={t('address.line1')} required maxLength={120} {...text('line1')} />
      <TextInput label={t('address.line2')} maxLength={120} {...text('line2')} />
      {has('city') ? (
        <TextInput
          label={t(`address.cityKinds.${rule?.city.kind ?? 'city'}`)}
          required={needed('city')}
          maxLength={80}
          {...text('city')}
        />
      ) : null}
      {has('region') ? (
        <TextInput
          label={t(`address.regionKinds.${rule?.region.kind ?? 'province'}`)}
          required={needed('region')}
          maxLength={80}
          {...text('region')}
        />
      ) : null}
      {has('postalCode') ? (
        <TextInput
          label={t(`address.postalCodeKinds.${rule?.postalCode.kind ?? 'postal'}`)}
          required={needed('postalCode')}
          placeholder={example ?? undefined}
          maxLength={20}
          {...text('postalCode')}
        />
      ) : null}
    </SimpleGrid>
  )
}
