import { List } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ActivityItem, Money } from '../api/answers.ts'
import { moneyWords } from '../words/money-words.ts'
import type { setupWords } from './words/setup.en.ts'

type Field = keyof (typeof setupWords)['changed']['fields']
const fields: Field[] = [
  'name',
  'contactName',
  'email',
  'phone',
  'terms',
  'termsDays',
  'payOnline',
  'paymentRequiredAtCheckout',
  'timeZone',
  'orderCutOff',
  'accentColour',
  'freight',
]

/** What a change of settings changed, field by field, where the audit trail keeps before and after. */
export function WhatChanged({ details }: { details: ActivityItem['details'] }) {
  const { t } = useTranslation('office')
  if (!isRecord(details.before) || !isRecord(details.after)) return null
  const before = withFieldNames(details.before)
  const after = withFieldNames(details.after)
  const words = (value: unknown) => {
    if (typeof value === 'boolean') return value ? t('customers.on') : t('customers.off')
    if (isMoney(value)) return moneyWords(value)
    return value === null || value === undefined || value === '' ? '–' : String(value)
  }
  const changed = fields.filter((field) => field in after && words(before[field]) !== words(after[field]))
  if (changed.length === 0) return null
  return (
    <List size="sm" c="dimmed" mt={4}>
      {changed.map((field) => (
        <List.Item key={field}>
          {t(`changed.fields.${field}`)}: {words(before[field])} → {words(after[field])}
        </List.Item>
      ))}
    </List>
  )
}

/** Some entries keep the names of database columns. */
function withFieldNames(record: Record<string, unknown>): Record<string, unknown> {
  const camel = (name: string) => name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase())
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [camel(name), value]))
}

function isMoney(value: unknown): value is Money {
  return isRecord(value) && typeof value.minor === 'number' && typeof value.currency === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
