import type { Selectable } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { FeeSchedules, Outbox } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { feeInWords } from '../platform/fee-in-words.ts'
import { examplesOf } from '../platform/preview-fee.ts'
import { languageOf } from '../words/language.ts'
import type { Mail } from './mailer.ts'
import { readRecipient } from './recipient.ts'
import type { MailOutcome } from './send-notice.ts'

type NoticeRow = Pick<Selectable<Outbox>, 'company_id' | 'payload' | 'recipient_user_id'>
type Payload = { scheduleId: string; beforeId: string | null }

/**
 * Tells one administrator of a seller that the convenience fee changes, from when, and what it takes of everyday payments. Who
 * administers the company no more gets none.
 * @returns whom it reached, or why nobody gets it. @throws MailNotTaken, so that the outbox tries again.
 */
export async function sendFeeNotice(deps: Pick<Deps, 'config' | 'db' | 'mail'>, row: NoticeRow): Promise<MailOutcome> {
  const { scheduleId, beforeId } = row.payload as Payload
  const found = await deps.db.withCompany(row.company_id, async (tx) => ({
    company: await tx
      .selectFrom('companies')
      .select(['name', 'locale', 'time_zone'])
      .where('id', '=', row.company_id)
      .executeTakeFirstOrThrow(),
    after: (await readRule(tx, scheduleId))!,
    before: beforeId === null ? null : await readRule(tx, beforeId),
  }))
  const needed = { customerId: '', buyer: null, office: 'stripe.manage' } as const
  const to = await readRecipient(deps, row.company_id, row.recipient_user_id, needed)
  if (typeof to === 'string') return { state: 'skipped', last_fault: to }
  await deps.mail.send(to.email, letter(found, to.name, `${deps.config.publicUrl}/office/setup/settings/integrations/stripe`))
  return { recipient: to.email }
}

async function readRule(tx: Tx, id: string) {
  return tx.selectFrom('fee_schedules').selectAll().where('id', '=', id).executeTakeFirst()
}

type Row = Selectable<FeeSchedules>
type Found = { company: { name: string; locale: string; time_zone: string }; after: Row; before: Row | undefined | null }

function letter({ company, after, before }: Found, name: string, url: string): Mail {
  const { currency } = after
  const [rule, old] = [ruleOf(after), before ? ruleOf(before) : null]
  return {
    kind: 'fee-changed',
    language: languageOf(company.locale),
    companyName: company.name,
    timeZone: company.time_zone,
    name,
    effectiveFrom: after.effective_from,
    rule: feeInWords(rule, currency),
    before: feeInWords(old, currency),
    examples: examplesOf(old, rule, currency),
    url,
  }
}

function ruleOf(row: Row) {
  return { basisPoints: row.basis_points, fixedMinor: row.fixed_minor, minimumMinor: row.minimum_minor, capMinor: row.cap_minor }
}
