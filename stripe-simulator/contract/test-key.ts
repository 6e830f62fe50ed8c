/**
 * Lets nothing but a secret key of test mode through: facts are never tried with money.
 * @throws Error for a live key, a restricted or publishable one, or something else; the message does not repeat it.
 */
export function testKey(key: string): string {
  if (/^sk_test_\w+$/.test(key)) return key
  throw new Error('STRIPE_CONTRACT_SECRET_KEY has to begin with sk_test_: facts are never tried with money.')
}
