import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../app/identity/actor.ts'
import { permissionsFor } from '../../app/identity/permissions.ts'
import { disconnectStripe } from '../../app/integrations/disconnect-stripe.ts'
import { enableStripe, finishLinkExisting, linkExistingUrl } from '../../app/integrations/link-stripe.ts'
import { readStripeSettings } from '../../app/integrations/read-stripe-settings.ts'
import { readStripeStanding } from '../../app/integrations/read-stripe-standing.ts'
import { refreshStripeAccount } from '../../app/integrations/refresh-stripe-account.ts'
import { closePages } from '../../app/payments/close-pages.ts'
import { type MoneyStage, openMoneyStage } from '../support/money-stage.ts'
import { createTestDatabase } from '../support/test-database.ts'

let stage: MoneyStage
let admin: Actor

beforeAll(async () => {
  stage = await openMoneyStage(await createTestDatabase())
  admin = {
    ...stage.buyer,
    userId: 'admin-1',
    name: 'Ada Admin',
    roles: ['admin'],
    permissions: new Set(permissionsFor(['admin'])),
    customerId: null,
  }
})
afterAll(() => stage.close())

const closing = (companyId: string, account: string) => closePages(stage.deps, companyId, account)
const settings = () => stage.deps.db.withCompany(stage.companyId, (tx) => readStripeSettings(stage.deps, tx, stage.companyId))
const linkedRow = async () =>
  (
    await stage.db.owner.query(
      'SELECT id, stripe_account FROM stripe_accounts WHERE location_id IS NULL AND disconnected_at IS NULL',
    )
  ).rows[0]

describe('linking Stripe', () => {
  test('a location gets an account of its own, which collects for it alone; the button pressed twice makes one', async () => {
    const presses = await Promise.all([1, 2, 3].map(() => enableStripe(stage.deps, admin, stage.locationId)))
    for (const { url } of presses) expect(url).toMatch(/connect\/onboarding/)
    const { rows } = await stage.db.owner.query('SELECT stripe_account FROM stripe_accounts WHERE location_id IS NOT NULL')
    expect(rows).toHaveLength(1)
    const standing = await stage.deps.db.withCompany(stage.companyId, (tx) => readStripeStanding(tx, stage.locationId))
    expect(standing).toMatchObject({ ready: false, standing: 'information_missing', stripeAccount: rows[0].stripe_account })

    stage.simulator.onboard(rows[0].stripe_account)
    await refreshStripeAccount(stage.deps, stage.companyId, rows[0].stripe_account)
    const ready = await stage.deps.db.withCompany(stage.companyId, (tx) => readStripeStanding(tx, stage.locationId))
    expect(ready).toMatchObject({ ready: true, standing: 'ready' })
    expect((await settings()).accounts.map((account) => account.location?.name ?? null).sort()).toEqual(['Miami', null])
  })

  test('disconnecting is audited with its reason and customers cannot pay there any more', async () => {
    const row = await linkedRow()
    await disconnectStripe(stage.deps, closing, admin, { id: row.id, reason: 'We change banks' })
    expect(await settings()).toMatchObject({ standing: 'not_linked', nextStep: { action: 'enable' } })
    const { rows } = await stage.db.owner.query(
      `SELECT actor_name, summary FROM activity WHERE action = 'stripe_account.disconnected'`,
    )
    expect(rows).toEqual([{ actor_name: 'Ada Admin', summary: expect.stringContaining('We change banks') }])
    await expect(disconnectStripe(stage.deps, closing, admin, { id: row.id, reason: 'again and again' })).rejects.toMatchObject({
      status: 404,
    })
    // Linked, edited by two presses more, disconnected: each is recorded, and written to whoever did it and the administrators.
    const told = await stage.db.owner.query(
      `SELECT payload ->> 'what' AS what, payload ->> 'userId' AS id FROM outbox WHERE kind = 'mail.security-notice' ORDER BY outbox.id`,
    )
    expect(told.rows.at(-1)).toEqual({ what: 'payout-disconnected', id: admin.userId })
    expect(told.rows.map(({ what }) => what)).toContain('payout-linked')
    const { rows: recorded } = await stage.db.owner.query(
      `SELECT count(*)::int AS n FROM security_events WHERE kind = 'payout-account-changed'`,
    )
    expect(recorded[0].n).toBe(told.rows.length)
  })

  test('an existing account is linked through Stripe’s own consent page, by whoever asked, soon enough, once', async () => {
    const { url } = await linkExistingUrl(stage.deps, admin, null, 'session')
    expect(new URL(url).origin).toBe(stage.simulator.url)
    const state = new URL(url).searchParams.get('state')!
    const somebody = { ...admin, userId: 'admin-2' }
    await expect(finishLinkExisting(stage.deps, somebody, { code: 'ac_x', state, session: 'session' })).rejects.toMatchObject({
      status: 400,
      kind: 'link-expired',
    })
    await expect(
      finishLinkExisting(stage.deps, admin, { code: 'ac_x', state: `${state}x`, session: 'session' }),
    ).rejects.toMatchObject({
      status: 400,
    })
    await expect(finishLinkExisting(stage.deps, admin, { code: 'ac_x', state, session: 'another' })).rejects.toMatchObject({
      status: 400,
    })
    await expect(finishLinkExisting(stage.deps, admin, { code: 'ac_wrong', state, session: 'session' })).rejects.toMatchObject({
      status: 422,
    })
    const late = { ...stage.deps, clock: { now: () => new Date(Date.parse('2099-01-01')) } }
    await expect(finishLinkExisting(late, admin, { code: 'ac_x', state, session: 'session' })).rejects.toMatchObject({
      status: 400,
    })
  })

  test('an account that was linked before is taken up again, with its payments; its code is good once', async () => {
    const account = (await stage.db.owner.query('SELECT stripe_account FROM stripe_accounts WHERE location_id IS NULL')).rows[0]
      .stripe_account
    const { url } = await linkExistingUrl(stage.deps, admin, null, 'session')
    const body = new URLSearchParams({ account, press: 'connect' })
    const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' })
    const back = new URL(answer.headers.get('location')!)
    const code = back.searchParams.get('code')!
    const state = back.searchParams.get('state')!
    expect(await finishLinkExisting(stage.deps, admin, { code, state, session: 'session' })).toMatch(
      /settings\/integrations\/stripe\?returned=/,
    )
    expect((await linkedRow()).stripe_account).toBe(account)
    expect(await settings()).toMatchObject({ standing: 'ready' })
    await expect(finishLinkExisting(stage.deps, admin, { code, state, session: 'session' })).rejects.toMatchObject({
      status: 422,
    })
  })
})
