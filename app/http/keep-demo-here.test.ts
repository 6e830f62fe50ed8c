import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { demoRoutes } from '../demo/routes.ts'
import { mailRoutes } from '../notifications/routes.ts'

let demo: TestApplication
let real: TestApplication
const pages = ['/api/dev/mails', '/api/dev/mails/1', '/api/dev/people']

beforeAll(async () => {
  const routes = (deps: TestApplication['deps']) => [mailRoutes(deps), demoRoutes(deps)]
  demo = await createTestApplication(routes)
  real = await createTestApplication(routes, { config: { demo: false } })
  await demo.deps.mail.send('ada@example.com', {
    kind: 'password-reset',
    name: 'Ada',
    url: 'http://florin.test/reset',
    minutes: 60,
  })
})
afterAll(() => Promise.all([demo.close(), real.close()]))

async function answers(app: FastifyInstance, arriving: Partial<InjectOptions>): Promise<number[]> {
  const all = await Promise.all(pages.map((url) => app.inject({ method: 'GET', url, ...arriving })))
  return all.map(({ statusCode }) => statusCode)
}

describe('what lets people in without a key', () => {
  test('is there for a program on the same machine', async () => {
    for (const remoteAddress of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      expect(await answers(demo.app, { remoteAddress })).toEqual([200, 200, 200])
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'localhost'])
      expect(await answers(demo.app, { headers: { host } })).toEqual([200, 200, 200])
  })

  test('does not exist for a peer elsewhere, whatever its headers claim', async () => {
    for (const remoteAddress of ['192.168.1.20', '8.8.8.8', '::ffff:10.0.0.1', '2001:db8::1']) {
      expect(await answers(demo.app, { remoteAddress })).toEqual([404, 404, 404])
      expect(await answers(demo.app, { remoteAddress, headers: { host: 'localhost', 'x-forwarded-for': '127.0.0.1' } })).toEqual([
        404, 404, 404,
      ])
    }
  })

  test('does not exist under another name that was made to lead here (DNS rebinding)', async () => {
    for (const host of [
      'evil.example',
      'evil.example:3000',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '192.168.1.20:3000',
    ])
      expect(await answers(demo.app, { headers: { host } }), host).toEqual([404, 404, 404])
  })

  test.each(['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'])(
    'does not exist for what a proxy on this machine passes on (%s)',
    async (name) => {
      expect(await answers(demo.app, { headers: { [name]: '127.0.0.1' } })).toEqual([404, 404, 404])
    },
  )

  test('does not exist outside the demo', async () => {
    expect(await answers(real.app, {})).toEqual([404, 404, 404])
  })

  test('is not spoken of to whoever may not have it', async () => {
    const modeFor = async (app: FastifyInstance, remoteAddress: string) =>
      (await app.inject({ method: 'GET', url: '/api/session', remoteAddress })).json().mode
    expect(await modeFor(demo.app, '127.0.0.1')).toMatchObject({ demo: true, mailsReadable: true })
    expect(await modeFor(demo.app, '192.168.1.20')).toMatchObject({ demo: false, mailsReadable: false })
    expect(await modeFor(real.app, '127.0.0.1')).toMatchObject({ demo: false, mailsReadable: false })
  })
})
