import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication, testPassword, testSecrets } from '../../test/support/test-application.ts'
import { openIdentity } from '../identity/identity-service.ts'
import { allRoutes } from './routes.ts'
import { buildServer } from './server.ts'

let t: TestApplication
let folder: string
let plain: FastifyInstance
let secure: FastifyInstance

beforeAll(async () => {
  t = await createTestApplication()
  await t.addPerson('ada@lily.example', await t.addCompany('lily'), ['sales'])
  folder = await mkdtemp(join(tmpdir(), 'florin-guards-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<h1>Florin</h1>')
  await writeFile(join(folder, 'assets/app-abc123.js'), 'x')
  const open = async (publicUrl: string, tls: { certFile: string; keyFile: string } | null = null) => {
    const config = { ...t.deps.config, publicUrl, tls }
    const deps = { ...t.deps, config, identity: openIdentity({ ...t.deps, config }, testSecrets) }
    return buildServer(deps, allRoutes(deps), { webFolder: folder })
  }
  const pem = (name: string) => join(folder, name)
  const subject = ['-subj', '/CN=localhost', '-days', '1', '-keyout', pem('key.pem'), '-out', pem('cert.pem')]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...subject], {
    stdio: 'ignore',
  })
  plain = await open('http://localhost:3000')
  secure = await open('https://shop.example', { certFile: pem('cert.pem'), keyFile: pem('key.pem') })
})
afterAll(async () => {
  await plain.close()
  await secure.close()
  await t.close()
  await rm(folder, { recursive: true })
})

const everything = [
  '/',
  '/office/orders/1',
  '/assets/app-abc123.js',
  '/assets/gone.js',
  '/api/session',
  '/api/gone',
  '/healthz',
  '/openapi.json',
]

test.each(everything)('%s is answered with every guard a browser knows', async (url) => {
  const { headers } = await secure.inject(url)
  expect(headers).toMatchObject({
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
  })
  const policy = headers['content-security-policy']
  for (const directive of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) expect(policy).toContain(directive)
  expect(headers['access-control-allow-origin']).toBeUndefined()
  expect(headers['x-powered-by']).toBeUndefined()
})

test.each(everything)('%s says what it is, and in which letters', async (url) => {
  const { headers } = await secure.inject(url)
  expect(headers['content-type']).toMatch(
    /^(text\/html|text\/javascript|application\/(problem\+json|json|javascript)); charset=utf-8$/i,
  )
})

test('pages run scripts of their own only; nothing of the API is a page, also when opened as one', async () => {
  const page = (await secure.inject('/office')).headers['content-security-policy'] as string
  expect(page).toMatch(/(^|;)script-src 'self'(;|$)/)
  expect(page).not.toContain('unsafe-eval')
  const api = await secure.inject('/api/session')
  expect(api.headers['content-security-policy']).toMatch(/^default-src 'none';.*sandbox$/)
  expect(api.headers['cache-control']).toBe('no-store')
})

test('on https every cookie is this host’s alone, sent over TLS only, and out of reach for scripts', async () => {
  const signIn = (app: FastifyInstance) =>
    app.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email: 'ada@lily.example', password: testPassword } })
  const { cookies } = await signIn(secure)
  expect(cookies.map(({ name }) => name).sort()).toEqual(['__Host-florin.device', '__Host-florin.session_token'])
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(cookie).not.toHaveProperty('domain')
  }
  const onThisMachine = await signIn(plain)
  expect(onThisMachine.cookies.map(({ name, secure }) => [name, secure])).toEqual([
    ['florin.device', undefined],
    ['florin.session_token', undefined],
  ])
})

test('signing out clears what the browser kept', async () => {
  const { headers } = await secure.inject({ method: 'POST', url: '/api/auth/sign-out' })
  expect(headers['clear-site-data']).toBe('"cache"')
})

test('TRACE echoes nothing', async () => {
  const answer = await secure.inject({ method: 'TRACE' as 'GET', url: '/api/session', headers: { 'x-secret': 'mine' } })
  expect(answer.statusCode).toBeGreaterThanOrEqual(400)
  expect(answer.body).not.toContain('mine')
})

test('nothing but the built pages is served as a file', async () => {
  for (const url of ['/.git/config', '/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fpackage.json', '/assets/']) {
    const { body } = await secure.inject(url)
    expect(body).not.toMatch(/\[core\]|"dependencies"|app-abc123/)
  }
})

test('with a certificate Florin speaks HTTPS itself, TLS 1.2 and newer', async () => {
  await secure.listen({ port: 0, host: '127.0.0.1' })
  const { port } = secure.server.address() as AddressInfo
  const ask = (maxVersion: 'TLSv1.1' | 'TLSv1.3') =>
    new Promise<number>((resolve, reject) => {
      const options = { port, path: '/healthz', rejectUnauthorized: false, minVersion: 'TLSv1.1', maxVersion } as const
      const asked = request(options, (answer) => {
        answer.resume()
        resolve(answer.statusCode!)
      })
      asked.on('error', reject)
      asked.end()
    })
  expect(await ask('TLSv1.3')).toBe(200)
  await expect(ask('TLSv1.1')).rejects.toThrow()
})

test('what is refused for who asks is in the log, with who and from where', async () => {
  await t.call('', 'GET', '/api/people')
  const cookie = await t.signIn('ada@lily.example')
  await t.call(cookie, 'GET', '/api/people')
  const refused = t
    .logged()
    .split('\n')
    .filter((line) => line.includes('"refused"'))
    .map((line) => JSON.parse(line))
  expect(refused).toMatchObject([
    { level: 'warn', status: 401, kind: 'sign-in-needed', req: { path: '/api/people' } },
    { level: 'warn', status: 403, kind: 'not-allowed', req: { path: '/api/people', user: expect.any(String) } },
  ])
})
