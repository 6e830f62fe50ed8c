import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const real = {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_2',
}

describe('the settings', () => {
  test('without any, Florin runs on the simulator and an embedded database', () => {
    expect(readConfig({})).toMatchObject({ port: 3000, databaseUrl: null, stripe: null })
  })

  test('with Stripe’s keys there is no demo and no simulator', () => {
    expect(readConfig(real)).toMatchObject({ demo: false, stripe: { mode: 'test', apiBase: null } })
  })

  test.each(Object.keys(real))('a missing %s stops the start and is named', (name) => {
    expect(() => readConfig({ ...real, [name]: undefined })).toThrow(new RegExp(`${name}.* is missing`))
  })

  test.each([...Object.keys(real), 'DATABASE_URL', 'PORT'])('an empty %s stops the start and is named', (name) => {
    expect(() => readConfig({ ...real, [name]: ' ' })).toThrow(new RegExp(`${name} is set but empty`))
  })

  test('a setting that is wrong is named, and its value is never repeated', () => {
    const secret = 'hunter2-not-a-key'
    try {
      readConfig({ ...real, STRIPE_SECRET_KEY: secret })
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError)
      expect((error as Error).message).toContain('STRIPE_SECRET_KEY')
      expect((error as Error).message).not.toContain(secret)
    }
  })

  test('keys of two modes, and a live key sent elsewhere than to Stripe, are refused', () => {
    expect(() => readConfig({ ...real, STRIPE_PUBLISHABLE_KEY: 'pk_live_1' })).toThrow(/different modes/)
    const live = { ...real, STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_PUBLISHABLE_KEY: 'pk_live_1' }
    expect(readConfig(live).stripe?.mode).toBe('live')
    expect(() => readConfig({ ...live, STRIPE_API_BASE: 'http://127.0.0.1:1' })).toThrow(/STRIPE_API_BASE/)
  })

  test('a shared database needs a shared secret', () => {
    expect(() => readConfig({ DATABASE_URL: 'postgres://x' })).toThrow(/FLORIN_SECRET/)
  })

  const secret = 's'.repeat(32)
  const fails = (env: Record<string, string>) => {
    try {
      readConfig(env)
      return null
    } catch (error) {
      return (error as Error).message
    }
  }

  test.each([
    ['smtps://user:hunter2@mail.example', null],
    ['smtp://user:hunter2@mail.example:587', null],
    ['smtp://localhost:1025', null],
    ['smtp://127.0.0.1:1025?ignoreTLS=true', null],
    ['smtp://user:hunter2@mail.example?ignoreTLS=true', /SMTP_URL sets ignoreTLS.*verified TLS/],
    ['smtp://user:hunter2@mail.example?requireTLS=false', /requireTLS/],
    ['smtps://user:hunter2@mail.example?tls.rejectUnauthorized=false', /tls\.rejectUnauthorized/],
    ['smtps://user:hunter2@mail.example?secure=false', /secure/],
    ['smtp://localhost.evil.example?opportunisticTLS=1', /opportunisticTLS/],
    ['http://user:hunter2@mail.example', /SMTP_URL must look like/],
    ['user:hunter2@mail.example', /SMTP_URL must look like/],
  ])('mails leave this machine encrypted or not at all: %s', (url, fault) => {
    const said = fails({ SMTP_URL: url })
    if (fault === null) expect(said).toBeNull()
    else expect(said).toMatch(fault)
    expect(said ?? '').not.toContain('hunter2')
  })

  test.each([
    ['postgres://florin:hunter2@localhost/florin', null],
    ['postgresql://florin:hunter2@127.0.0.1:6432/florin', null],
    ['postgres:///florin?host=/run/postgresql', null],
    ['postgres://florin@%2Frun%2Fpostgresql/florin', null],
    ['postgres://florin:hunter2@db.example/florin?sslmode=verify-full', null],
    ['postgres://florin:hunter2@db.example/florin?sslmode=require', null],
    ['postgres://florin:hunter2@db.example/florin', /DATABASE_URL goes to another machine/],
    ['postgres://florin:hunter2@db.example/florin?sslmode=no-verify', /sslmode=verify-full/],
    ['postgres://florin:hunter2@db.example/florin?sslmode=require&uselibpqcompat=true', /sslmode=verify-full/],
    ['postgres://florin:hunter2@localhost/florin?host=db.example', /another machine/],
    ['mysql://florin:hunter2@localhost/florin', /must look like/],
  ])('the database is reached encrypted or on this machine: %s', (url, fault) => {
    for (const name of ['DATABASE_URL', 'DATABASE_MIGRATION_URL']) {
      const said = fails({ [name]: url, FLORIN_SECRET: secret })
      if (fault === null) expect(said).toBeNull()
      else expect(said).toMatch(new RegExp(fault.source.replace('DATABASE_URL', name)))
      expect(said ?? '').not.toContain('hunter2')
    }
  })

  test('with Stripe’s real keys browsers reach Florin over https, or on this machine', () => {
    expect(fails({ ...real, PUBLIC_URL: 'http://shop.example' })).toMatch(/PUBLIC_URL must begin with https/)
    expect(fails({ ...real, PUBLIC_URL: 'https://shop.example' })).toBeNull()
    expect(fails({ ...real, PUBLIC_URL: 'http://localhost:3000' })).toBeNull()
  })

  test('with Stripe’s real keys other machines are let in over TLS only', () => {
    expect(fails({ ...real, HOST: '0.0.0.0', PUBLIC_URL: 'https://shop.example' })).toMatch(/HOST lets other machines in/)
    const tls = { TLS_CERT_FILE: '/etc/cert.pem', TLS_KEY_FILE: '/etc/key.pem' }
    expect(fails({ ...real, HOST: '0.0.0.0', PUBLIC_URL: 'https://shop.example', ...tls })).toBeNull()
    expect(fails({ ...real, PUBLIC_URL: 'https://shop.example' })).toBeNull()
    expect(fails({ TLS_CERT_FILE: '/etc/cert.pem' })).toMatch(/belong together/)
  })

  test('nobody switches off that Florin knows whom it talks to', () => {
    expect(fails({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toMatch(/NODE_EXTRA_CA_CERTS/)
  })
})

describe('a demo, which lets everybody in,', () => {
  const simulatorElsewhere = { ...real, STRIPE_API_BASE: 'http://127.0.0.1:12111' }
  const asStart = { demo: true }

  test('is what the start command makes of saying nothing, and never what the parts of a larger installation do', () => {
    expect(readConfig({}, asStart).demo).toBe(true)
    expect(readConfig(simulatorElsewhere, asStart).demo).toBe(true)
    for (const env of [{}, simulatorElsewhere, real]) expect(readConfig(env).demo).toBe(false)
  })

  test('is switched by DEMO, and by nothing else', () => {
    expect(readConfig({ DEMO: 'off' }, asStart).demo).toBe(false)
    expect(readConfig({ ...simulatorElsewhere, DEMO: 'on' }).demo).toBe(true)
    for (const word of ['yes', 'ON', '1']) expect(() => readConfig({ DEMO: word })).toThrow(/DEMO: must be on or off/)
  })

  test('does not come about with real keys, and cannot be asked for with them', () => {
    expect(readConfig(real, asStart).demo).toBe(false)
    expect(() => readConfig({ ...real, DEMO: 'on' })).toThrow(/STRIPE_SECRET_KEY is a real key.*DEMO=off/s)
  })

  test.each([
    ['HOST', ['0.0.0.0', '::', '192.168.1.20', 'florin.example', '10.127.0.1', 'localhost.example']],
    [
      'PUBLIC_URL',
      ['https://florin.example', 'http://192.168.1.20:3000', 'http://127.0.0.1.nip.io', 'http://[2001:db8::1]:3000'],
    ],
    ['TRUSTED_PROXIES', ['127.0.0.1', '10.0.0.0/8']],
  ])('refuses to start where %s lets others reach it, and names it', (name, values) => {
    for (const value of values) {
      for (const read of [() => readConfig({ [name]: value }, asStart), () => readConfig({ [name]: value, DEMO: 'on' })])
        expect(read, value).toThrow(new RegExp(`${name} .*DEMO=off`, 's'))
      expect(readConfig({ [name]: value, DEMO: 'off' }, asStart).demo).toBe(false)
    }
  })

  test.each([
    ['HOST', ['127.0.0.1', '127.0.0.2', '::1', 'localhost']],
    ['PUBLIC_URL', ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000', 'http://florin.localhost:3000']],
  ])('starts where %s is an address of this machine', (name, values) => {
    for (const value of values) expect(readConfig({ [name]: value }, asStart).demo).toBe(true)
  })
})
