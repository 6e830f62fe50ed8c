import type Stripe from 'stripe'
import { wholeList } from '../protocol/list.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { planPayOut } from './payout-schedule.ts'

/** What an account may do and what it has to tell: the part that `account.updated` shows as it was before. */
export const standingOf = (account: Stripe.Account) => ({
  charges_enabled: account.charges_enabled,
  payouts_enabled: account.payouts_enabled,
  details_submitted: account.details_submitted,
  requirements: account.requirements,
})

const need = 'external_account'

/** Shows the account's bank accounts, and asks for one while it has none that payouts can go to. */
export function showBanks(scope: Scope, account: Stripe.Account): void {
  const banks = scope.sim.state.tables.bank_account.of(account.id)
  account.external_accounts = wholeList(`/v1/accounts/${account.id}/external_accounts`, banks.toReversed())
  const due = account.requirements
  if (!due) return
  const isUsable = banks.some((bank) => bank.default_for_currency && bank.status !== 'errored')
  const follow = (names: string[] | null): string[] => {
    const others = (names ?? []).filter((name) => name !== need)
    return isUsable ? others : [...others, need]
  }
  const pastDue = account.details_submitted || due.past_due?.includes(need) ? follow(due.past_due) : (due.past_due ?? [])
  account.requirements = {
    ...due,
    currently_due: follow(due.currently_due),
    eventually_due: follow(due.eventually_due),
    past_due: pastDue,
  }
  if (!account.details_submitted) return
  if (due.disabled_reason === null && !isUsable) account.requirements.disabled_reason = 'requirements.past_due'
  if (due.disabled_reason === 'requirements.past_due' && pastDue.length === 0) account.requirements.disabled_reason = null
  account.payouts_enabled = account.requirements.disabled_reason === null
}

/** The same after a bank account has changed; tells when that changed what the account may do or has to tell. */
export function followBanks(scope: Scope): void {
  const account = scope.sim.state.tables.account.anywhere(scope.account)?.object
  if (!account) return
  const before = standingOf(account)
  showBanks(scope, account)
  if (JSON.stringify(before) === JSON.stringify(standingOf(account))) return
  emit(scope, 'account.updated', account, before)
  planPayOut(scope)
}
