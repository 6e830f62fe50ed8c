import type pg from 'pg'
import { observe } from '../../app/payments/observe.ts'
import type { MoneyStage } from '../support/money-stage.ts'
import { atOnce } from './at-once.ts'
import type { Bench } from './bench.ts'

/** Posting and applying a paid session, against one read of Stripe and one transaction that only writes the same rows. */
export const postingBench: Bench = {
  says: 'Observe a paid session: read Stripe, post, apply, release (P5), against the same read and one transaction of bare inserts.',
  prepare: async (stage, count) => {
    const sessions: string[] = []
    for (let index = 0; index < count; index++) {
      const order = await stage.placeOrder(10_000 + index)
      const { url } = await stage.pay(order)
      await stage.simulator.payCheckout(url, { card: '4242424242424242' })
      const { rows } = await stage.db.owner.query('SELECT checkout_session FROM payment_attempts WHERE order_id = $1', [order])
      sessions.push(rows[0].checkout_session)
    }
    const { rows } = await stage.db.owner.query(
      `INSERT INTO companies (kind, name, slug, currency, time_zone) VALUES ('seller', 'Bare', 'bare', 'usd', 'UTC') RETURNING id`,
    )
    const bareCompany = rows[0].id as string
    let number = 0
    return {
      florin: () =>
        atOnce(sessions, (id) =>
          observe(stage.deps, {
            companyId: stage.companyId,
            stripeAccount: stage.stripeAccount,
            object: { type: 'checkout.session', id },
          }),
        ),
      bare: () =>
        atOnce(sessions, async (id) => {
          await stage.deps.stripe.readCheckout(stage.stripeAccount, id)
          await writeBare(stage, bareCompany, ++number)
        }),
    }
  },
}

/** The rows that one payment leaves behind, written with no question asked. */
async function writeBare(stage: MoneyStage, company: string, number: number): Promise<void> {
  const client = await stage.db.pool.connect()
  try {
    await client.query('BEGIN')
    await client.query(`SELECT set_config('role', 'florin_app', true), set_config('florin.company', $1, true)`, [company])
    await client.query(
      `INSERT INTO payments (company_id, control_number, method, amount_minor, currency, received_at, received_on, stripe_account, charge)
       VALUES ($1, $2, 'card', 10000, 'usd', now(), current_date, 'acct_bare', $3)`,
      [company, String(number), `ch_bare_${number}`],
    )
    for (const kind of ['charge', 'stripe_fee', 'convenience_fee']) await writeEntry(client, company, number, kind)
    for (const kind of ['mail.payment-received', 'stripe.application-fee']) {
      await client.query(`INSERT INTO outbox (company_id, kind, fact_id, state) VALUES ($1, $2, $3, 'done')`, [
        company,
        kind,
        String(number),
      ])
    }
    await client.query(
      `INSERT INTO activity (company_id, actor_kind, actor_name, action, subject_type, subject_id, summary)
       VALUES ($1, 'stripe', 'Stripe', 'x', 'order', $2, 'x'), ($1, 'stripe', 'Stripe', 'x', 'payment', $2, 'x')`,
      [company, String(number)],
    )
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}

async function writeEntry(client: pg.PoolClient, company: string, number: number, kind: string): Promise<void> {
  const { rows } = await client.query(
    `INSERT INTO journal_entries (company_id, number, fact_kind, fact_id, description, occurred_at, accounting_date)
     VALUES ($1, $2, $3, $4, 'x', now(), current_date) RETURNING id`,
    [company, number * 10 + kind.length, kind, String(number)],
  )
  await client.query(
    `INSERT INTO journal_lines (company_id, entry_id, line_number, account, amount_minor, currency)
     VALUES ($1, $2, 1, 'bank', 1, 'usd'), ($1, $2, 2, 'sales', -1, 'usd')`,
    [company, rows[0].id],
  )
  await client.query(
    `INSERT INTO account_balances (company_id, account, currency, party, balance_minor) VALUES ($1, 'bank', 'usd', '', 1), ($1, 'sales', 'usd', '', -1)
     ON CONFLICT (company_id, account, currency, party) DO UPDATE SET balance_minor = account_balances.balance_minor + excluded.balance_minor`,
    [company],
  )
}
