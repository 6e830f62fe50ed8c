import i18next from 'i18next'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { ActivityItem } from '../api/answers.ts'
import { happenedWords } from './happened-words.ts'
import { changesIn } from './what-changed.tsx'

// The reader's language is asked of the browser as soon as the words are loaded.
vi.hoisted(() => vi.stubGlobal('window', { localStorage: { getItem: () => 'en' } }))

const usd = (minor: number) => ({ minor, currency: 'usd' })
const entry = (more: Partial<ActivityItem>): ActivityItem => ({
  id: '1',
  at: '2026-11-25T00:00:00Z',
  actor: { kind: 'person', name: 'Ada' },
  action: 'customer.edited',
  subjectType: 'customer',
  subjectId: 'c',
  summary: 'As it was written down.',
  details: {},
  ...more,
})

describe.each(['en', 'es'] as const)('history in %s', (language) => {
  beforeAll(async () => {
    const office = (await import(`./messages.${language}.ts`)).officeMessages
    const parts = (await import(`../parts/messages.${language}.ts`)).partsMessages
    await i18next.init({ lng: language, defaultNS: 'parts', resources: { [language]: { office, parts } } })
  })
  const words = () => ({ office: i18next.getFixedT(language, 'office'), parts: i18next.getFixedT(language, 'parts') })
  const said = (details: object) => changesIn(details as ActivityItem['details'], words()).map(({ text }) => text)

  test('a change says what was and what is, amounts and terms in words', () => {
    const before = { creditLimit: usd(500_000), terms: { terms: 'net', termsDays: 30 }, payOnline: false }
    const after = { creditLimit: usd(800_000), terms: { terms: 'prepaid', termsDays: 0 }, payOnline: true }
    expect(said({ before, after })).toEqual(
      language === 'en'
        ? ['Net 30 → Prepaid', 'Off → On', '5,000.00 USD → 8,000.00 USD']
        : ['Neto 30 → Pago por adelantado', 'No → Sí', '5,000.00 USD → 8,000.00 USD'],
    )
  })

  test('no limit, an address, roles and a rate read as people say them', () => {
    const before = { creditLimit: null, address: null, roles: ['sales'], taxBasisPoints: 700 }
    const after = {
      creditLimit: usd(0),
      address: { lines: ['Bay Street', 'Nassau'], country: 'BS' },
      roles: ['admin', 'sales'],
      taxBasisPoints: 725,
    }
    const text = said({ before, after }).join('\n')
    expect(text).toContain(language === 'en' ? 'No limit set → 0.00 USD' : 'Sin límite fijado → 0.00 USD')
    expect(text).toContain('– → Bay Street, Nassau, Bahamas')
    expect(text).toContain(language === 'en' ? 'Sales → Administrator, Sales' : 'Ventas → Administrador, Ventas')
    expect(text).toContain('7.00 % → 7.25 %')
  })

  test('what was not there and is off has not changed', () => {
    expect(said({ before: { isDefault: null }, after: { isDefault: false } })).toEqual([])
  })

  test('what happened is told in the reader’s language; an entry that lacks a fact as it was written down', () => {
    const { office } = words()
    const paid = { controlNumber: '7001', amount: usd(1_000), balance: usd(0) }
    expect(happenedWords(entry({ action: 'invoice.payment-applied', details: paid }), office)).toBe(
      language === 'en'
        ? 'Payment 7001 was applied: 10.00 USD. 0.00 USD left to pay.'
        : 'Se aplicó el pago 7001: 10.00 USD. Quedan 0.00 USD por pagar.',
    )
    for (const action of ['invoice.issued', 'order.placed', 'constructor']) {
      expect(happenedWords(entry({ action }), office)).toBe('As it was written down.')
    }
  })
})
