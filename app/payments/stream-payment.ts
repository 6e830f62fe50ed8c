import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { renderWithin } from '../words/render.ts'

/** The browser opens a new stream when one ends, so none has to live for ever. */
const streamLifeMs = 5 * 60_000
/** Finds what a lost notice left; also keeps proxies from closing a silent stream. */
const lookAgainMs = 2_000

/**
 * Tells a waiting page how its payment stands, at once and whenever it changes, as server-sent events ("payment").
 * @param topic what notices name it by; @param read the view to send, with the rights of who asks.
 */
export async function streamPayment(
  deps: Pick<Deps, 'notices' | 'log'>,
  request: FastifyRequest,
  reply: FastifyReply,
  topic: string,
  read: () => Promise<unknown>,
): Promise<void> {
  reply.hijack()
  const stream = reply.raw
  stream.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  let sent = ''
  let reading = Promise.resolve()
  const tell = () => {
    reading = reading
      .then(async () => {
        const text = JSON.stringify(renderWithin(await read(), request.language))
        stream.write(text === sent ? ': still the same\n\n' : `event: payment\ndata: ${text}\n\n`)
        sent = text
      })
      .catch((error) => {
        deps.log.warn({ err: error }, 'a payment stream ended early')
        stream.end()
      })
  }
  const stopListening = deps.notices.on(topic, tell)
  const again = setInterval(tell, lookAgainMs)
  const end = setTimeout(() => stream.end(), streamLifeMs)
  await new Promise<void>((done) => {
    request.raw.once('close', done)
    stream.once('close', done)
    tell()
  })
  stopListening()
  clearInterval(again)
  clearTimeout(end)
  stream.end()
}
