import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApplication, type TestApplication } from '../../test/support/test-application.ts'
import { recordSecurityEvent, recordSecurityEventIn } from './record-security-event.ts'

let t: TestApplication
let lily: string
let rose: string
let platform: string
let ada: { userId: string; name: string }

beforeAll(async () => {
  t = await createTestApplication()
  lily = await t.addCompany('lily')
  rose = await t.addCompany('rose')
  platform = await t.addCompany('florin', 'platform')
  ada = { userId: await t.addPerson('ada@lily.example', lily, ['admin']), name: 'ada' }
  await t.db.owner.query(`INSERT INTO memberships (company_id, user_id, roles) VALUES ($1, $2, '{sales}')`, [rose, ada.userId])
})
afterAll(() => t.close())

const from = { address: '203.0.113.9', userAgent: 'a browser' }
const kinds = (companyId: string) =>
  t.db.withCompany(companyId, async (tx) =>
    (await tx.selectFrom('security_events').select('kind').orderBy('id').execute()).map((row) => row.kind),
  )
const denied = expect.objectContaining({ code: '42501' })

test('what happens to a person’s way in is told to each of their companies, and read once by themselves', async () => {
  await recordSecurityEvent(t.db, { kind: 'password-changed', person: ada, from })
  expect(await kinds(lily)).toEqual(['password-changed'])
  expect(await kinds(rose)).toEqual(['password-changed'])
  expect(await kinds(platform)).toEqual([])
})

test('what happens in one company is told to no other', async () => {
  await t.db.withCompany(lily, (tx) => recordSecurityEventIn(tx, lily, { kind: 'roles-changed', person: ada, from }))
  expect(await kinds(lily)).toEqual(['password-changed', 'roles-changed'])
  expect(await kinds(rose)).toEqual(['password-changed'])
})

test('a company cannot write into another’s events, nor into nobody’s', async () => {
  const row = { kind: 'signed-in', person_name: 'x', by_name: 'x' }
  for (const company_id of [rose, null]) {
    const attempt = t.db.withCompany(lily, (tx) =>
      tx
        .insertInto('security_events')
        .values({ ...row, company_id })
        .execute(),
    )
    await expect(attempt).rejects.toEqual(denied)
  }
})

test('what concerns no company is read by the operator’s alone', async () => {
  await recordSecurityEvent(t.db, { kind: 'sign-in-failed', person: { userId: null, name: 'x@nowhere.example' }, from })
  expect(await kinds(platform)).toEqual(['sign-in-failed'])
  expect(await kinds(lily)).not.toContain('sign-in-failed')
})

test('no role of the application changes an event, or deletes one that is younger than 400 days', async () => {
  const change = sql`UPDATE security_events SET kind = 'signed-out'`
  const remove = sql`DELETE FROM security_events`
  await expect(t.db.withCompany(lily, (tx) => change.execute(tx))).rejects.toEqual(denied)
  await expect(t.db.withCompany(lily, (tx) => remove.execute(tx))).rejects.toEqual(denied)
  await expect(t.db.withPlatform((tx) => change.execute(tx))).rejects.toEqual(denied)
  const before = await kinds(lily)
  await t.db.withPlatform((tx) => remove.execute(tx))
  expect(await kinds(lily)).toEqual(before)
  await t.db.owner.query(`UPDATE security_events SET at = at - interval '401 days' WHERE kind = 'roles-changed'`)
  await t.db.withPlatform((tx) => remove.execute(tx))
  expect(await kinds(lily)).toEqual(before.filter((kind) => kind !== 'roles-changed'))
})

test('what a stranger sends is kept short and plain', async () => {
  const userAgent = `evil\r\nline \u202Egnp.exe\0 ${'x'.repeat(5000)}`
  await recordSecurityEvent(t.db, {
    kind: 'sign-in-failed',
    person: { userId: null, name: '😀'.repeat(150) },
    from: { ...from, userAgent },
  })
  const { rows } = await t.db.owner.query('SELECT person_name, user_agent FROM security_events ORDER BY id DESC LIMIT 1')
  expect(rows[0].user_agent).toMatch(/^evil {2}line {2}gnp\.exe {2}x+$/)
  expect(rows[0].user_agent.length).toBe(300)
  expect(rows[0].person_name).toBe('😀'.repeat(100))
})
