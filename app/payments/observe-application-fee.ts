import { sellerDay } from '../db/seller-day.ts'
import type { Deps } from '../deps.ts'
import { postEntry } from '../receivables/post-entry.ts'

/**
 * The platform's side of a convenience fee: reads Stripe's application fee and books it as the platform company's income,
 * once. Called for the platform's own webhook and after every payment, so that either alone is enough.
 */
export async function observeApplicationFee(deps: Pick<Deps, 'db' | 'stripe'>, applicationFee: string): Promise<void> {
  const fee = await deps.stripe.readApplicationFee(applicationFee)
  const { platform, seller } = await deps.db.withPlatform(async (tx) => ({
    platform: await tx.selectFrom('companies').select('id').where('kind', '=', 'platform').executeTakeFirst(),
    seller: await tx
      .selectFrom('stripe_accounts')
      .select('company_id')
      .where('stripe_account', '=', fee.stripeAccount)
      .executeTakeFirst(),
  }))
  if (!platform || !seller) return
  await deps.db.withCompany(platform.id, async (tx) => {
    const row = {
      company_id: platform.id,
      application_fee: fee.applicationFee,
      seller_company_id: seller.company_id,
      stripe_account: fee.stripeAccount,
      charge: fee.charge,
      amount_minor: fee.amountMinor,
      currency: fee.currency,
      earned_at: fee.createdAt,
      earned_on: sellerDay(platform.id, fee.createdAt),
    }
    const inserted = await tx
      .insertInto('platform_fees')
      .values(row)
      .onConflict((conflict) => conflict.columns(['company_id', 'application_fee']).doNothing())
      .executeTakeFirst()
    if (inserted.numInsertedOrUpdatedRows === 0n) return
    await postEntry(tx, {
      companyId: platform.id,
      fact: { kind: 'convenience_fee_income', id: fee.applicationFee },
      description: `Convenience fee on charge ${fee.charge}`,
      occurredAt: fee.createdAt,
      currency: fee.currency,
      lines: [
        { account: 'stripe_clearing', minor: fee.amountMinor, stripeAccount: 'platform' },
        { account: 'convenience_fee_income', minor: -fee.amountMinor },
      ],
    })
  })
}
