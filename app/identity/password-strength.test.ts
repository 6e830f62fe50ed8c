import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApplication, type TestApplication, testPassword } from '../../test/support/test-application.ts'
import { hashOf } from './invite.ts'
import { assertGoodPassword } from './password-strength.ts'

const owner = {
  email: 'ada.lovelace@lily.example',
  name: 'Ada Lovelace',
  about: ['Lily & Crown', 'lily-crown', 'Petal & Stem Florists'],
}
const judged = (password: string) => {
  try {
    assertGoodPassword(password, owner)
    return 'good'
  } catch (error) {
    return (error as { sentence?: { key: string } }).sentence?.key ?? String(error)
  }
}

describe('a password is refused that somebody would guess', () => {
  test.each([
    ['password12', 'common'],
    ['Password1!', 'common'],
    ['letmein2024', 'common'],
    ['stemlovelace12', 'own-words'],
    ['Welcome2024!', 'own-words'],
    ['contraseña1', 'own-words'],
    ['aaaaaaaaaa', 'pattern'],
    ['          ', 'pattern'],
    ['abcdefghijkl', 'pattern'],
    ['aB3$'.repeat(30), 'pattern'],
    ['!@#$%^&*()'.repeat(10), 'pattern'],
    ['ada.lovelace@lily.example', 'own-words'],
    ['lovelace2026', 'own-words'],
    ['Lily & Crown 1', 'own-words'],
    ['petalstem12', 'own-words'],
    ['florin2026!', 'own-words'],
    ['short', 'too-short'],
    ['x'.repeat(129), 'too-long'],
  ])('%j: %s', (password, why) => {
    expect(judged(password)).toBe(`weak-password:${why}`)
  })
})

test.each([
  testPassword,
  'correct horse battery staple',
  'drei Kähne auf dem Mühlenteich',
  ' tres tristes tigres tragaban ',
  'Zk4u-9fLq-2pRs',
  `${'seven green '.repeat(1)}${'x'.repeat(100)}`,
])('no signs are asked for, and spaces count: %j is good', (password) => {
  expect(judged(password)).toBe('good')
})

describe('wherever a password is set', () => {
  let t: TestApplication
  let company: string
  beforeAll(async () => {
    t = await createTestApplication()
    company = await t.addCompany('lily')
    await t.db.owner.query(`UPDATE companies SET name = 'Harbour Flowers' WHERE id = $1`, [company])
    await t.addPerson('grace@navy.example', company, ['sales'])
  })
  afterAll(() => t.close())

  const mine = 'harbour flowers'
  const refused = { statusCode: 400, kind: 'weak-password' }
  const see = (answer: { statusCode: number; json(): { kind?: string } }) => ({
    statusCode: answer.statusCode,
    kind: answer.json().kind,
  })

  test('changing it: the company’s name is refused, and the old one stays', async () => {
    const cookie = await t.signIn('grace@navy.example')
    const body = { currentPassword: testPassword, newPassword: mine }
    expect(see(await t.call(cookie, 'POST', '/api/auth/change-password', body))).toEqual(refused)
    await t.signIn('grace@navy.example')
  })

  test('resetting it: the link is not used up by a refusal, and a link that never was is told from a weak password', async () => {
    await t.call('', 'POST', '/api/auth/request-password-reset', { email: 'grace@navy.example' })
    const { rows } = await t.db.owner.query('SELECT body_text FROM identity.mails ORDER BY id DESC LIMIT 1')
    const token = /token=([\w-]+)/.exec(rows[0].body_text)![1]!
    const reset = (newPassword: string, by = token) => t.call('', 'POST', '/api/auth/reset-password', { token: by, newPassword })
    expect(see(await reset(mine))).toEqual(refused)
    expect((await reset(mine, 'made-up')).json().kind).toBe('link-used-up')
    expect((await reset('eleven quiet lighthouses')).statusCode).toBe(200)
  })

  test('accepting an invitation: nobody is made, and the link stays good', async () => {
    await t.db.owner.query(
      `INSERT INTO invitations (company_id, email, roles, token_hash, invited_by_name, expires_at)
       VALUES ($1, 'new@navy.example', '{sales}', $2, 'x', now() + interval '1 day')`,
      [company, hashOf('a-token')],
    )
    const accept = (password: string) =>
      t.call('', 'POST', '/api/invitations/by-token/a-token/accept', { name: 'New One', password })
    expect(see(await accept(mine))).toEqual(refused)
    const { rows } = await t.db.owner.query(`SELECT 1 FROM identity."user" WHERE email = 'new@navy.example'`)
    expect(rows).toEqual([])
    expect((await accept('eleven quiet lighthouses')).statusCode).toBe(200)
  })
})
