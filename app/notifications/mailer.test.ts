import { createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import type { Database } from '../db/database.ts'
import { openMailer } from './mailer.ts'

let server: Server
let port: number
const sockets = new Set<Socket>()
const heard: string[] = []

/** A mail server that knows no TLS and takes everything. */
beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket)
    socket.write('220 here\r\n')
    let receiving = false
    socket.on('data', (data) => {
      const text = data.toString()
      heard.push(text)
      if (receiving && text.endsWith('\r\n.\r\n')) receiving = false
      if (receiving) return
      if (text.startsWith('DATA')) receiving = true
      socket.write(text.startsWith('STARTTLS') ? '502 no\r\n' : receiving ? '354 go on\r\n' : '250 fine\r\n')
    })
    socket.on('error', () => {})
  })
  await new Promise<void>((done) => server.listen(0, '0.0.0.0', done))
  port = (server.address() as { port: number }).port
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await new Promise((done) => server.close(done))
})

const sendTo = (host: string) => {
  heard.length = 0
  const mailer = openMailer(readConfig({ SMTP_URL: `smtp://${host}:${port}` }), {} as Database)
  const reset = { kind: 'password-reset', name: 'Ada', url: 'http://florin.test/reset?token=secret-token', minutes: 60 } as const
  return mailer.send('ada@lily.example', reset)
}

test('a reset link goes to no other machine’s mail server in the clear', async () => {
  // This address is not one of the loopback names, though it is answered here.
  await expect(sendTo('0.0.0.0')).rejects.toThrow()
  expect(heard.join('')).not.toMatch(/secret-token|MAIL FROM/i)
})

test('a mail server on this machine needs no TLS', async () => {
  await sendTo('127.0.0.1')
  expect(heard.join('').replaceAll('=\r\n', '')).toContain('secret-token')
})
