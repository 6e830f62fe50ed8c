import type { Tx } from '../db/database.ts'
import { enqueue } from '../db/enqueue.ts'
import type { Deps } from '../deps.ts'
import { sellersConcerned } from './preview-fee.ts'

/** Has the sellers' administrators be told of a new schedule, in the transaction that adds it. */
export function announceLater(tx: Tx, platformId: string, scheduleId: string): Promise<void> {
  return enqueue(tx, { companyId: platformId, kind: 'fee.announce', factId: scheduleId, payload: { scheduleId } })
}

/**
 * Has a mail go to every administrator of every seller that a fee schedule concerns, each once. Done again it adds nothing.
 * Sellers that came after the schedule saw it when they came.
 */
export async function announceFee({ db }: Pick<Deps, 'db'>, scheduleId: string): Promise<void> {
  const concerned = await db.withPlatform(async (tx) => {
    const schedule = await tx.selectFrom('fee_schedules').selectAll().where('id', '=', scheduleId).executeTakeFirstOrThrow()
    const wanted = { companyId: schedule.company_id, currency: schedule.currency }
    const sellers = await sellersConcerned(tx, wanted, schedule.effective_from, scheduleId)
    const early = await tx.selectFrom('companies').select('id').where('created_at', '<', schedule.created_at).execute()
    const were = new Set(early.map(({ id }) => id))
    return sellers.filter(({ id }) => were.has(id))
  })
  for (const { id, before } of concerned) {
    await db.withCompany(id, (tx) => tellAdministrators(tx, id, { scheduleId, beforeId: before?.id ?? null }))
  }
}

async function tellAdministrators(tx: Tx, companyId: string, about: { scheduleId: string; beforeId: string | null }) {
  const administrators = await tx
    .selectFrom('memberships')
    .select('user_id')
    .where('company_id', '=', companyId)
    .where((eb) => eb(eb.val('admin'), '=', eb.fn.any('roles')))
    .execute()
  for (const { user_id: userId } of administrators) {
    const factId = `${about.scheduleId} ${userId}`
    await enqueue(tx, { companyId, kind: 'mail.fee-changed', factId, payload: about, to: userId })
  }
}
