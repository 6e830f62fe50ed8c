import { List } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { ActivityItem, Money } from '../api/answers.ts'
import { countryWords } from '../words/country-words.ts'
import { amountWords, moneyWords } from '../words/money-words.ts'
import { termsWords } from '../words/terms-words.ts'
import type { setupWords } from './words/setup.en.ts'

type Words = { office: TFunction<'office'>; parts: TFunction }
export type ChangedField = keyof (typeof setupWords)['changed']['fields']

/** How each fact reads; whatever is not listed is text, a number, an amount, or a switch. */
const readers: Partial<Record<ChangedField, (value: never, words: Words) => string>> = {
  address: ({ lines, country }: { lines: string[]; country: string }) => [...lines, countryWords(country)].join(', '),
  country: (code: string) => countryWords(code),
  roles: (roles: string[], { office }) => roles.map((role) => office(`people.role.${role as 'admin'}`)).join(', '),
  taxBasisPoints: (points: number) => `${amountWords({ minor: points, currency: 'usd' })} %`,
  terms: (value: Parameters<typeof termsWords>[0] | string, { parts }) =>
    typeof value === 'string' ? value : termsWords(value, parts),
}

/** One line for each field that an entry of the audit trail says was changed, in the order of the catalogue. */
export function changesIn(details: ActivityItem['details'], words: Words): { field: ChangedField; text: string }[] {
  const { before, after } = details
  if (!isRecord(before) || !isRecord(after)) return []
  const known = Object.keys(words.office('changed.fields', { returnObjects: true })) as ChangedField[]
  return (
    known
      // What was not there and is not on has not changed.
      .filter((field) => field in after && (before[field] ?? false) !== (after[field] ?? false))
      .map((field) => ({ field, from: factWords(field, before[field], words), to: factWords(field, after[field], words) }))
      .filter(({ from, to }) => from !== to)
      .map(({ field, from, to }) => ({ field, text: `${from} → ${to}` }))
  )
}

function factWords(field: ChangedField, value: unknown, words: Words): string {
  if (value === null || value === undefined || value === '')
    return field === 'creditLimit' ? words.office('customer.noLimit') : '–'
  const reader = readers[field]
  if (reader) return reader(value as never, words)
  if (typeof value === 'boolean') return words.office(value ? 'customers.on' : 'customers.off')
  return isMoney(value) ? moneyWords(value) : String(value)
}

/** What a change of settings changed: what was, what is, as the reader writes it. */
export function WhatChanged({ details }: { details: ActivityItem['details'] }) {
  const { t: office } = useTranslation('office')
  const { t: parts } = useTranslation()
  const changes = changesIn(details, { office, parts })
  if (changes.length === 0) return null
  return (
    <List size="sm" c="dimmed" mt={4}>
      {changes.map(({ field, text }) => (
        <List.Item key={field}>
          {office(`changed.fields.${field}`)}: {text}
        </List.Item>
      ))}
    </List>
  )
}

function isMoney(value: unknown): value is Money {
  return isRecord(value) && typeof value.minor === 'number' && typeof value.currency === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
