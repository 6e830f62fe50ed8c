import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from './node-http.ts'

/** A request as a handler sees it: `params` are the pieces of the path that a route names. */
export type Received = {
  method: string
  /** Path with query, as sent. */
  url: string
  params: Record<string, string>
  headers: IncomingHttpHeaders
  body: string
}

/** What goes back: an answer, one that breaks off in the middle, or a reset connection. */
export type Reply = { status: number; headers: Record<string, string>; body: string; isHalf?: boolean } | 'reset'

export type Handler = (received: Received) => Promise<Reply> | Reply
export type Route = { method: string; path: string; handle: Handler }

const bodyBytesMax = 1_000_000
/** Longer than any client keeps an idle connection, so that it is never the server that closes first. */
const keepAliveMs = 72_000

type Compiled = { pieces: string[]; handle: Handler }

/** Finds routes by method and number of pieces; a piece that begins with a colon takes any text. */
class Router {
  readonly #routes = new Map<string, Compiled[]>()

  constructor(routes: Route[]) {
    for (const { method, path, handle } of routes) {
      const pieces = path.split('/')
      const slot = `${method} ${pieces.length}`
      this.#routes.set(slot, [...(this.#routes.get(slot) ?? []), { pieces, handle }])
    }
  }

  find(method: string, path: string): { handle: Handler; params: Record<string, string> } | undefined {
    const given = path.split('/')
    for (const { pieces, handle } of this.#routes.get(`${method} ${given.length}`) ?? []) {
      if (!pieces.every((piece, index) => (piece.startsWith(':') ? given[index] !== '' : piece === given[index]))) continue
      const named = pieces.flatMap((piece, index) =>
        piece.startsWith(':') ? [[piece.slice(1), decode(given[index] ?? '')]] : [],
      )
      return { handle, params: Object.fromEntries(named) as Record<string, string> }
    }
    return undefined
  }
}

function decode(piece: string): string {
  try {
    return decodeURIComponent(piece)
  } catch {
    return piece
  }
}

const text = new TextDecoder('utf-8', { fatal: true })

/** What a body is, when it is no text that can be read. */
class NoBody {
  readonly reply: Reply

  constructor(status: number, message: string) {
    this.reply = plain(status, message)
  }
}
const tooLarge = () => new NoBody(413, 'The request body is too large.')
const noText = () => new NoBody(400, 'Invalid request: the body is not valid UTF-8.')

function textIn(bytes: Buffer): string | NoBody {
  try {
    return text.decode(bytes)
  } catch {
    return noText()
  }
}

/** The body as text; one larger than a megabyte is neither kept nor waited for. */
function readBody(request: IncomingMessage): Promise<string | NoBody> {
  if (Number(request.headers['content-length'] ?? 0) > bodyBytesMax) return Promise.resolve(tooLarge())
  const chunks: Buffer[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > bodyBytesMax) resolve(tooLarge())
      else chunks.push(chunk)
    })
    request.once('end', () => resolve(textIn(Buffer.concat(chunks))))
    request.once('error', reject)
  })
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  const body = Buffer.from(reply.body)
  response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length })
  if (reply.isHalf) response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy())
  else response.end(body)
}

const plain = (status: number, message: string): Reply => ({
  status,
  headers: { 'content-type': 'application/json', connection: 'close' },
  body: JSON.stringify({ error: { type: status >= 500 ? 'api_error' : 'invalid_request_error', message } }),
})

/**
 * A small HTTP server over a table of routes. A handler that throws answers 500, a body over a megabyte 413, one that is no text 400.
 * @param onDone called with method, path and status of each answered request: never with a body or a query, which may hold what nobody should read.
 */
export function buildHttpServer(
  routes: Route[],
  otherwise: Handler,
  onDone?: (method: string, path: string, reply: Reply, ms: number) => void,
): Server {
  const router = new Router(routes)
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const begun = performance.now()
    const { method = 'GET', url = '/', headers } = request
    const path = url.split('?')[0] ?? '/'
    const body = await readBody(request)
    const found = router.find(method, path)
    const reply =
      body instanceof NoBody
        ? body.reply
        : await (found?.handle ?? otherwise)({ method, url, params: found?.params ?? {}, headers, body })
    send(response, reply)
    onDone?.(method, path, reply, performance.now() - begun)
  }
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A client that went away in the middle of its request is nobody's fault.
      if (request.destroyed && !request.complete) return
      console.error('stripe-simulator: a request failed inside', error instanceof Error ? error.stack : '')
      if (!response.headersSent) send(response, plain(500, 'An unknown error occurred in the simulator.'))
    })
  })
  return server
}

const tellOfTrouble = (error: Error): void => console.error('stripe-simulator: listening has failed', error.message)

/** Starts listening. @returns the port. @throws Error when the port is taken. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      // What goes wrong with one connection later must not end the process.
      if (server.listenerCount('error') === 0) server.on('error', tellOfTrouble)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

/** Stops listening and ends every connection. */
export function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
