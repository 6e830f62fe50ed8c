import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChargeFacts, CheckoutFacts } from '../stripe/facts.ts'
import { attemptMoves, attemptStates, liveStates, mayMove, stateOf } from './attempt-states.ts'

const state = fc.constantFrom(...attemptStates)
const charge = { succeeded: true } as ChargeFacts

function facts(said: Partial<CheckoutFacts>): CheckoutFacts {
  const nothing = { reference: null, url: null, paymentIntent: null, intentStatus: null, lastDecline: null, charge: null }
  return { session: 'cs_1', status: 'open', paymentStatus: 'unpaid', expiresAt: new Date(0), ...nothing, ...said }
}

describe('the states of an attempt', () => {
  test('success is final', () => {
    expect(attemptMoves.succeeded).toEqual([])
  })

  test('an ended attempt never comes back to life', () => {
    fc.assert(
      fc.property(fc.array(state, { minLength: 1, maxLength: 12 }), (told) => {
        let now: (typeof attemptStates)[number] = 'creating'
        let ended = false
        for (const next of told) {
          if (mayMove(now, next)) now = next
          const live = (liveStates as readonly string[]).includes(now)
          if (ended) expect(live).toBe(false)
          ended ||= !live
        }
      }),
    )
  })

  test('one that was lost from sight gives way to whatever Stripe says once it may be seen again, and to nothing else', () => {
    expect(attemptMoves.unknown).toEqual(['succeeded', 'expired', 'failed'])
    expect(attemptStates.filter((from) => mayMove(from, 'unknown'))).toEqual([...liveStates])
  })

  test('whatever order news comes in, money that Stripe has taken ends in success', () => {
    fc.assert(
      fc.property(fc.array(state), fc.array(state), (before, after) => {
        let now: (typeof attemptStates)[number] = 'creating'
        for (const next of [...before, 'succeeded' as const, ...after]) if (mayMove(now, next)) now = next
        expect(now).toBe('succeeded')
      }),
    )
  })

  test.each([
    [{ status: 'open' }, 'open'],
    [{ status: 'open', intentStatus: 'requires_payment_method', lastDecline: 'Your card was declined.' }, 'open'],
    [{ status: 'expired' }, 'expired'],
    [{ status: 'complete', paymentStatus: 'paid', charge }, 'succeeded'],
    [{ status: 'complete', paymentStatus: 'paid', charge: null }, 'processing'],
    [{ status: 'complete', paymentStatus: 'unpaid', intentStatus: 'processing' }, 'processing'],
    [{ status: 'complete', paymentStatus: 'unpaid', intentStatus: 'requires_payment_method' }, 'failed'],
    [{ status: 'complete', paymentStatus: 'unpaid', intentStatus: 'canceled' }, 'failed'],
  ] as [Partial<CheckoutFacts>, string][])('%o is read as %s', (said, expected) => {
    expect(stateOf(facts(said))).toBe(expected)
  })
})
