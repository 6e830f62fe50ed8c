import { request as overHttps } from 'node:https'
import { request as overHttp } from '../node-http.ts'

/** One event on its way to one endpoint. */
export type Delivery = {
  id: string
  event: string
  type: string
  account: string
  endpoint: string
  status: 'waiting' | 'delivered' | 'failed' | 'dropped'
  attempts: { at: number; status: number | null; error: string | null }[]
}

/**
 * A page of deliveries, oldest first.
 * @param after the last one of the page before. @returns undefined when `after` is none of them (any more).
 */
export function pageOfDeliveries(
  all: Delivery[],
  { after, limit }: { after: string | undefined; limit: number },
): { data: Delivery[]; has_more: boolean } | undefined {
  const begin = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1
  if (after !== undefined && begin === 0) return undefined
  return { data: all.slice(begin, begin + limit), has_more: all.length > begin + limit }
}

const answerTimeMsMax = 20_000

/** A request on its way: the status that comes back, and a way to give it up. */
export type Posting = { status: Promise<number>; giveUp(): void }

/** Posts a body once. `status` rejects when nothing comes back: refused, reset, given up, or no answer within 20 s. */
export function post(url: string, body: string, headers: Record<string, string>): Posting {
  const send = url.startsWith('https:') ? overHttps : overHttp
  const outgoing = send(url, {
    method: 'POST',
    // A connection of its own: a kept one that the receiver has closed would look like a lost delivery.
    agent: false,
    headers: {
      ...headers,
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    },
  })
  const giveUp = (): void => void outgoing.destroy(new Error('no answer'))
  const timer = setTimeout(giveUp, answerTimeMsMax)
  const status = new Promise<number>((resolve, reject) => {
    outgoing.on('response', (incoming) => {
      incoming.resume()
      incoming.on('error', reject)
      incoming.on('end', () => resolve(incoming.statusCode ?? 0))
    })
    outgoing.on('error', reject)
  }).finally(() => clearTimeout(timer))
  outgoing.end(body)
  return { status, giveUp }
}
