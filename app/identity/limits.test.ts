import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cookieHeader, createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'
import {
  countTry,
  placeOf,
  resetByEmail,
  resetByPlaceAndEmail,
  signInByDevice,
  signInByEmail,
  signInByPlaceAndEmail,
} from './limits.ts'

let t: TestApplication
let company: string

beforeAll(async () => {
  t = await createTestApplication()
  company = await t.addCompany('lily')
  for (const name of ['ada', 'bob', 'cleo']) await t.addPerson(`${name}@lily.example`, company, ['sales'])
})
afterAll(() => t.close())

const signIn = (email: string, password: string) =>
  t.app.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: { email, password } })

test('guessing a password is stopped, even with the right one at last, and says how long to wait', async () => {
  for (let i = 0; i < signInByPlaceAndEmail.max; i++)
    expect((await signIn('ada@lily.example', 'a wrong guess')).statusCode).toBe(401)
  const stopped = await signIn('ada@lily.example', testPassword)
  expect(stopped.statusCode).toBe(429)
  expect(stopped.json()).toMatchObject({ kind: 'too-many-tries', detail: expect.stringMatching(/Wait \d+ minutes/) })
  expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(60)
})

test('one person’s wrong guesses do not keep another out', async () => {
  expect((await signIn('bob@lily.example', testPassword)).statusCode).toBe(200)
})

test('a success starts the count anew', async () => {
  for (let round = 0; round < 2; round++) {
    for (let i = 1; i < signInByPlaceAndEmail.max; i++) await signIn('cleo@lily.example', 'a wrong guess')
    expect((await signIn('cleo@lily.example', testPassword)).statusCode).toBe(200)
  }
})

test('successes of an office behind one address are not counted against it, nor do they wipe out failures', async () => {
  const left = async () =>
    (await t.db.owner.query(`SELECT sum(count)::int AS n FROM identity.limits WHERE key LIKE 'sign-in:place:%'`)).rows[0].n
  const before = await left()
  await signIn('bob@lily.example', testPassword)
  expect(await left()).toBe(before)
  await signIn('bob@lily.example', 'a wrong guess')
  expect(await left()).toBe(before + 1)
})

test('a new window lets try again', async () => {
  for (let i = 0; i < resetByEmail.max; i++) await countTry(t.deps, resetByEmail, 'x@lily.example')
  await expect(countTry(t.deps, resetByEmail, 'x@lily.example')).rejects.toMatchObject({ status: 429 })
  await t.db.owner.query(`UPDATE identity.limits SET since = since - make_interval(secs => $1)`, [resetByEmail.seconds])
  await countTry(t.deps, resetByEmail, 'x@lily.example')
})

test('tries that arrive together are counted one by one', async () => {
  const limit = { name: 'test', max: 10, seconds: 60 }
  const outcomes = await Promise.allSettled(Array.from({ length: 25 }, () => countTry(t.deps, limit, 'together')))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
})

test('who was counted cannot be read from the database', async () => {
  const keys = JSON.stringify((await t.db.owner.query('SELECT key FROM identity.limits')).rows)
  expect(keys).not.toContain('lily.example')
})

describe('an account that strangers guess at', () => {
  const from = (remoteAddress: string, email: string, password: string, cookie = '') =>
    t.app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      remoteAddress,
      payload: { email, password },
      headers: cookie ? { cookie } : {},
    })
  const wrong = (address: string, email: string) => from(address, email, 'a wrong guess')
  const person = async (name: string) => {
    await t.addPerson(`${name}@lily.example`, company, ['sales'])
    return `${name}@lily.example`
  }
  /** Uses up what all strangers together may try. */
  const exhaust = async (email: string) => {
    for (let i = 0; i < signInByEmail.max; i++) await wrong(`198.51.100.${i}`, email)
    expect((await from('198.51.100.200', email, testPassword)).statusCode).toBe(429)
  }

  test('stays open to its owner, whatever one address tries', async () => {
    const email = await person('dora')
    for (let i = 0; i < signInByEmail.max + 10; i++) await wrong('198.51.100.7', email)
    expect((await from('203.0.113.1', email, testPassword)).statusCode).toBe(200)
  })

  test('stays open to its owner at a browser that was signed in before, whatever the whole world tries; others wait, and read what to do', async () => {
    const email = await person('emil')
    const device = cookieHeader(
      (await from('203.0.113.1', email, testPassword)).cookies.filter(({ name }) => name === 'florin.device'),
    )
    await exhaust(email)
    const stranger = await from('203.0.113.9', email, testPassword)
    expect(stranger.statusCode).toBe(429)
    expect(stranger.json().detail).toMatch(/choose a new password by mail/)
    expect((await from('203.0.113.9', email, testPassword, device)).statusCode).toBe(200)
  })

  test('lets its owner in at a new browser after a reset by mail', async () => {
    const email = await person('fritz')
    await exhaust(email)
    const asked = await t.app.inject({
      method: 'POST',
      url: '/api/auth/request-password-reset',
      remoteAddress: '203.0.113.2',
      payload: { email },
    })
    expect(asked.statusCode).toBe(200)
    const { rows } = await t.db.owner.query(`SELECT body_text FROM identity.mails WHERE recipient = $1 ORDER BY id DESC`, [email])
    const token = /token=([\w-]+)/.exec(rows[0].body_text)![1]
    const newPassword = 'nineteen purple umbrellas'
    const reset = await t.app.inject({
      method: 'POST',
      url: '/api/auth/reset-password',
      remoteAddress: '203.0.113.2',
      payload: { token, newPassword },
    })
    expect(reset.statusCode, reset.body).toBe(200)
    expect((await from('203.0.113.2', email, newPassword)).statusCode).toBe(429)
    expect((await from('203.0.113.2', email, newPassword, cookieHeader(reset.cookies))).statusCode).toBe(200)
  })

  test('is not opened any wider by a browser of somebody else, a made-up one, or a stolen one that guesses', async () => {
    const [mine, theirs] = [await person('gerda'), await person('hugo')]
    const device = cookieHeader(
      (await from('203.0.113.1', mine, testPassword)).cookies.filter(({ name }) => name === 'florin.device'),
    )
    await exhaust(theirs)
    expect((await from('203.0.113.1', theirs, testPassword, device)).statusCode).toBe(429)
    const madeUp = `florin.device=${'A'.repeat(22)}.${'A'.repeat(43)}`
    expect((await from('203.0.113.1', theirs, testPassword, madeUp)).statusCode).toBe(429)
    for (let i = 0; i < signInByDevice.max; i++)
      expect((await from(`203.0.113.${i}`, mine, 'a wrong guess', device)).statusCode).toBe(401)
    expect((await from('203.0.113.77', mine, testPassword, device)).statusCode).toBe(429)
  })

  test('is told to administrators once, not once a try', async () => {
    const email = await person('ida')
    await exhaust(email)
    await wrong('203.0.113.50', email)
    const { rows } = await t.db.owner.query(
      `SELECT count(*)::int AS n FROM security_events WHERE kind = 'locked-out' AND person_name = 'ida'`,
    )
    expect(rows[0].n).toBe(1)
  })

  test('is guessed at no oftener by asking many times at once', async () => {
    const email = await person('jan')
    const answers = await Promise.all(Array.from({ length: 40 }, () => wrong('198.51.100.7', email)))
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(signInByPlaceAndEmail.max)
    expect((await from('203.0.113.1', email, testPassword)).statusCode).toBe(200)
  })

  test('has its mailbox filled by no one address, and its owner’s own request still goes out', async () => {
    const email = await person('karl')
    const ask = (remoteAddress: string) =>
      t.app.inject({ method: 'POST', url: '/api/auth/request-password-reset', remoteAddress, payload: { email } })
    const answers = []
    for (let i = 0; i < resetByPlaceAndEmail.max + 2; i++) answers.push((await ask('198.51.100.7')).statusCode)
    expect(answers).toEqual([200, 200, 200, 429, 429])
    expect((await ask('203.0.113.1')).statusCode).toBe(200)
  })
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('the place of %s is %s', (ip, place) => {
  expect(placeOf({ ip })).toBe(place)
})
