import { expect, test } from 'vitest'
import { testKey } from '../contract/test-key.ts'

test('the contract is never tried with a live key, and what is refused is not repeated', () => {
  expect(testKey('sk_test_51abc')).toBe('sk_test_51abc')
  for (const key of ['sk_live_51abc', 'rk_live_51abc', 'rk_test_51abc', 'pk_test_51abc', ' sk_test_51abc', 'sk_test_'])
    expect(() => testKey(key)).toThrow(
      /^STRIPE_CONTRACT_SECRET_KEY has to begin with sk_test_: facts are never tried with money\.$/,
    )
})
