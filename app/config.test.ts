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
})
