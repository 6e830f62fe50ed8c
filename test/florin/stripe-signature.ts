import { createHmac } from 'node:crypto'

export type SentEvent = {
  id: string
  object: 'event'
  type: string
  account?: string
  livemode: boolean
  created: number
  api_version: string
  data: { object: { id: string; object: string } }
}

/** An event as Stripe's webhooks carry it. */
export function eventOf(id: string, account: string | undefined, more: Partial<SentEvent> = {}): SentEvent {
  return {
    id,
    object: 'event',
    type: 'charge.succeeded',
    ...(account ? { account } : {}),
    livemode: false,
    created: Math.floor(Date.now() / 1000),
    api_version: '2026-10-28.endive',
    data: { object: { id: 'ch_from_nowhere', object: 'charge' } },
    ...more,
  }
}

/** The Stripe-Signature of a body. @param secondsAgo when it claims to have been signed. */
export function signatureOf(body: string, secret: string, secondsAgo = 0): string {
  const at = Math.floor(Date.now() / 1000) - secondsAgo
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`
}

/** Delivers a body to a webhook address. @returns the status of the answer. */
export async function deliver(address: string, path: string, body: string, signature?: string): Promise<number> {
  const headers = { 'content-type': 'application/json', ...(signature ? { 'stripe-signature': signature } : {}) }
  const answer = await fetch(`${address}${path}`, { method: 'POST', headers, body })
  return answer.status
}
