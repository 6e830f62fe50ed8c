import type { TFunction } from 'i18next'
import type { ActivityItem, Money } from '../api/answers.ts'
import { moneyWords } from '../words/money-words.ts'

type Facts = Record<string, unknown>

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const money = (value: unknown) => (value ? moneyWords(value as Money) : undefined)
const labelOf = (facts: Facts) => ({ label: text(facts.label) })

/** What happened, by the action's name: the sentence, and the facts it needs of those the entry keeps. */
const sentences = {
  'company.changed': { key: 'companyChanged', facts: () => ({}) },
  'customer.address-added': { key: 'addressAdded', facts: labelOf },
  'customer.address-edited': { key: 'addressEdited', facts: labelOf },
  'customer.address-removed': { key: 'addressRemoved', facts: labelOf },
  'customer.created': {
    key: 'customerCreated',
    facts: ({ name, number }: Facts) => ({ name: text(name), number: text(number) }),
  },
  'customer.e_commerce_edited': { key: 'eCommerceEdited', facts: () => ({}) },
  'customer.edited': { key: 'customerEdited', facts: () => ({}) },
  'invoice.issued': {
    key: 'invoiceIssued',
    facts: ({ number, total }: Facts) => ({ number: text(number), total: money(total) }),
  },
  'invoice.payment-applied': {
    key: 'paymentApplied',
    facts: ({ controlNumber, amount, balance }: Facts) => ({
      number: text(controlNumber),
      amount: money(amount),
      balance: money(balance),
    }),
  },
} as const

/** An entry of the audit trail in one sentence; entries of other kinds, and those that lack a fact, tell it as it was written down. */
export function happenedWords({ action, summary, details }: ActivityItem, t: TFunction<'office'>): string {
  const sentence = Object.hasOwn(sentences, action) ? sentences[action as keyof typeof sentences] : undefined
  if (!sentence) return summary
  const facts: Record<string, string | undefined> = sentence.facts(details)
  if (Object.values(facts).some((fact) => fact === undefined)) return summary
  return t(`happened.${sentence.key}`, facts)
}
