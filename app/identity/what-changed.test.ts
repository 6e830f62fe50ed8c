import { expect, test } from 'vitest'
import { whatChanged } from './what-changed.ts'

test('only what differs is told, with what it was and what it is', () => {
  const before = { name: 'Petal', limit: { minor: 500_000, currency: 'usd' }, terms: { terms: 'net', termsDays: 30 }, phone: '1' }
  const after = {
    name: 'Petal',
    limit: { minor: 800_000, currency: 'usd' },
    terms: { terms: 'prepaid', termsDays: 30 },
    phone: '1',
  }
  expect(whatChanged(before, after)).toEqual({
    before: { limit: before.limit, terms: before.terms },
    after: { limit: after.limit, terms: after.terms },
  })
})

test('saving the same again is no change', () => {
  const facts = { name: 'Petal', limit: { minor: 1, currency: 'usd' }, roles: ['sales'], none: null }
  expect(whatChanged(facts, structuredClone(facts))).toBeNull()
})

test('nothing and not yet there are the same; taking away and adding are told', () => {
  expect(whatChanged({}, { limit: null })).toBeNull()
  expect(whatChanged({ limit: 1 }, { limit: null })).toEqual({ before: { limit: 1 }, after: { limit: null } })
  expect(whatChanged({}, { address: ['1 Ocean Drive'] })).toEqual({
    before: { address: null },
    after: { address: ['1 Ocean Drive'] },
  })
})
