import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Exchange } from '../../stripe-simulator/test/walk/recording.ts'

export type RecordingDoor = { url: string; exchanges: Exchange[]; close(): Promise<void> }

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** Stands in front of a server that speaks JSON, hands everything on, and writes down what went through. */
export async function openRecordingDoor(target: string): Promise<RecordingDoor> {
  const exchanges: Exchange[] = []
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request
    const form = await bodyOf(request)
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers
    const answer = await fetch(`${target}${url}`, {
      method,
      headers: headers as Record<string, string>,
      ...(method === 'GET' ? {} : { body: form }),
    })
    const text = await answer.text()
    const [path = '', query = ''] = url.split('?')
    const account = headers['stripe-account']
    exchanges.push({
      method: method.toLowerCase(),
      account: typeof account === 'string' ? account : null,
      path,
      query,
      form,
      status: answer.status,
      body: JSON.parse(text),
    })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
