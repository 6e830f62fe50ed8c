import { describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const real = {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_2',
}

describe('the settings', () => {
  test('without any, Florin runs its demo on the simulator and an embedded database', () => {
    expect(readConfig({})).toMatchObject({ port: 3000, databaseUrl: null, stripe: null, demo: true })
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
})
