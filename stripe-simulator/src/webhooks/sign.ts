import { createHmac } from 'node:crypto'

/**
 * The `Stripe-Signature` header for a body: HMAC-SHA256 over `timestamp.body` with the endpoint's secret.
 * @param at seconds since 1970; @param secrets several while a secret is being rolled: one `v1` each.
 */
export function signatureHeader(body: string, at: number, secrets: string[]): string {
  const signatures = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`)
  return [`t=${at}`, ...signatures].join(',')
}
