import { testRoutingNumber } from './banks.ts'

/**
 * What a buyer ended at. `paid`: the page has sent the buyer on (a debit of a bank account is then still on its way).
 * `message` is what the page told when the payment method was refused.
 */
export type Paid = { status: 'paid' | 'declined' | 'requires_action' | 'closed'; location: string | null; message: string | null }

/** What a buyer pays with: a card's number, one of their saved payment methods by id, or a test bank account. */
export type PageBuyer = {
  card?: string
  saved?: string
  /** The number of a test account (to be proven by micro-deposits), or its name such as `success` (signed in at the bank). */
  bank?: string
  keep?: boolean
  threeDs?: 'complete' | 'fail'
  email?: string
  name?: string
}

/** The fields of the payment form as this buyer fills them in. */
function fieldsOf(buyer: PageBuyer): Record<string, string> {
  const { card, bank, saved } = buyer
  const who = { email: buyer.email ?? 'buyer@example.com', ...(buyer.keep ? { keep: 'yes' } : {}) }
  const name = buyer.name ?? 'Test Buyer'
  if (saved !== undefined) return { ...who, method: saved }
  if (bank === undefined)
    return { ...who, method: 'card', number: card ?? '', expiry: '12 / 34', cvc: card?.startsWith('3') ? '1234' : '123', name }
  const account: Record<string, string> = /^\d/.test(bank)
    ? { check: 'numbers', routing_number: testRoutingNumber, account_number: bank }
    : { check: 'instant', bank_account: bank }
  return { ...who, ...account, method: 'us_bank_account', account_name: name }
}

const alertIn = (html: string): string | null => {
  const found = /role="alert"[^>]*>([\s\S]*?)<\/div>/.exec(html)?.[1]
  return found === undefined
    ? null
    : found
        .replaceAll(/<[^>]+>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&')
        .trim()
}

const post = (url: string, fields: Record<string, string>): Promise<Response> =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

/** Does over HTTP what a buyer does in a browser on the simulator's own pages. */
export function pageDriver(baseUrl: string) {
  const read = async (response: Response): Promise<Paid> => {
    const header = response.headers.get('location')
    const location = header === null ? null : new URL(header, baseUrl).href
    const html = await response.text()
    if (response.status === 303 && location && (!location.startsWith(`${baseUrl}/`) || location.includes('/c/done/')))
      return { status: 'paid', location, message: null }
    if (response.status === 303 && location?.includes('/3d-secure/'))
      return { status: 'requires_action', location, message: null }
    if (response.status === 303 && location) return read(await fetch(location, { redirect: 'manual' }))
    return {
      status: response.status === 410 || response.status === 404 ? 'closed' : 'declined',
      location: null,
      message: alertIn(html),
    }
  }
  return {
    async pay(sessionIdOrUrl: string, buyer: PageBuyer): Promise<Paid> {
      const url = sessionIdOrUrl.startsWith('http') ? sessionIdOrUrl : `${baseUrl}/c/pay/${sessionIdOrUrl}`
      const first = await read(await post(url, fieldsOf(buyer)))
      if (first.status !== 'requires_action' || first.location === null || buyer.threeDs === undefined) return first
      return read(await post(first.location, { answer: buyer.threeDs }))
    },
  }
}
