import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'

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

const answerTimeMsMax = 20_000

/**
 * Posts a body once. @returns the status that came back.
 * @throws Error when nothing came back: refused, reset, or no answer within 20 s.
 */
export function post(url: string, body: string, headers: Record<string, string>): Promise<number> {
  const send = url.startsWith('https:') ? overHttps : overHttp
  return new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      {
        method: 'POST',
        // A connection of its own: a kept one that the receiver has closed would look like a lost delivery.
        agent: false,
        headers: { ...headers, 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(answerTimeMsMax),
      },
      (incoming) => {
        incoming.resume()
        incoming.on('error', reject)
        incoming.on('end', () => resolve(incoming.statusCode ?? 0))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
