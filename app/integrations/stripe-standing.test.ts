import { describe, expect, test } from 'vitest'
import { missingInWords, nextStepOf, sentenceOf, standingOf } from './stripe-standing.ts'

const linked = { details_submitted: true, charges_enabled: true, payouts_enabled: true, requirements: {}, disconnected_at: null }

describe('where a Stripe account stands', () => {
  test.each([
    [null, 'not_linked'],
    [{ ...linked }, 'ready'],
    [{ ...linked, payouts_enabled: false }, 'payouts_paused'],
    [{ ...linked, charges_enabled: false, details_submitted: false }, 'information_missing'],
    [{ ...linked, charges_enabled: false, requirements: { currentlyDue: ['external_account'] } }, 'information_missing'],
    [
      { ...linked, charges_enabled: false, requirements: { pendingVerification: ['person_1.verification.document'] } },
      'under_review',
    ],
    [{ ...linked, charges_enabled: false, requirements: { disabledReason: 'rejected.fraud' } }, 'restricted'],
    [{ ...linked, disconnected_at: new Date(0) }, 'disconnected'],
  ] as const)('%o is %s', (account, standing) => {
    expect(standingOf(account)).toBe(standing)
    expect(sentenceOf(standing).length).toBeGreaterThan(10)
    expect(nextStepOf(standing).label).not.toBe('')
  })

  test('coming back from onboarding proves nothing: only what Stripe allows counts', () => {
    expect(standingOf({ ...linked, charges_enabled: false })).toBe('under_review')
  })

  test('what is missing is told in words, each once', () => {
    const currentlyDue = [
      'external_account',
      'tos_acceptance.date',
      'tos_acceptance.ip',
      'person_1.verification.document',
      'odd_thing.new',
    ]
    expect(missingInWords({ currentlyDue, pastDue: ['external_account'] })).toEqual([
      'A bank account for payouts',
      'Agreement to Stripe’s terms',
      'An identity document',
      'odd thing new',
    ])
  })
})
