import type Stripe from 'stripe'
import { bankByName, payoutBankByNumber, type TestBank, takesInstantPayouts, testRoutingNumber } from '../banks.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { badParameter, refused } from '../protocol/errors.ts'
import { listPage, page } from '../protocol/list.ts'
import {
  boolean,
  currency,
  ignored,
  mergeMetadata,
  metadata,
  object,
  oneOf,
  type Param,
  type Read,
  required,
  text,
  unsettable,
} from '../protocol/params.ts'
import type { Scope } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { accountFor } from './account-for.ts'
import { followBanks } from './account-standing.ts'
import { addBank, makeDefault, payoutBankNames } from './bank-account-object.ts'

const holderType = oneOf('company', 'individual')
const fields = object({
  object: required(oneOf('bank_account')),
  account_holder_name: text(),
  account_holder_type: holderType,
  account_number: required(text()),
  account_type: ignored,
  country: required(text(2)),
  currency,
  routing_number: text(9),
})
const token = required(text())

/** A bank account by its token or by its fields. */
export const externalAccount: Param<string | NonNullable<Read<{ one: typeof fields }>['one']> | undefined> = (value, name) =>
  typeof value === 'string' ? token(value, name) : fields(value, name)
export type WantedExternalAccount = NonNullable<ReturnType<typeof externalAccount>>

const creatable = { external_account: required(externalAccount), default_for_currency: boolean, metadata }
const changeable = {
  account_holder_name: unsettable(text()),
  account_holder_type: unsettable(holderType),
  account_type: ignored,
  default_for_currency: boolean,
  documents: ignored,
  metadata,
}

const param = 'external_account'

/** `btok_us_verified`, and with a name behind it those that payouts come back from. */
function bankByToken(name: string): TestBank {
  const [, which = 'success'] = /^btok_us_verified(?:_(\w+))?$/.exec(name) ?? []
  const bank = name.startsWith('btok_us_verified') && payoutBankNames.includes(which) ? bankByName(which) : undefined
  if (bank) return bank
  throw badParameter(param, 'No such token: only btok_us_verified and its like exist here.', 'resource_missing')
}

/** The test bank account that the fields name. @throws StripeRefusal 400 for any other; its number is never repeated. */
function bankByFields(wanted: Exclude<WantedExternalAccount, string>): TestBank {
  if (wanted.routing_number !== testRoutingNumber)
    throw badParameter(
      `${param}[routing_number]`,
      'Only the test routing number 110000000 is taken here.',
      'routing_number_invalid',
    )
  const bank = payoutBankByNumber(wanted.account_number)
  if (bank && (payoutBankNames.includes(bank.name) || !takesInstantPayouts(bank))) return bank
  throw badParameter(
    `${param}[account_number]`,
    'Only the published test bank accounts are taken here.',
    'account_number_invalid',
  )
}

/** The test bank account that is meant. @throws StripeRefusal 400 for any other bank account. */
export const testBankOf = (wanted: WantedExternalAccount): TestBank =>
  typeof wanted === 'string' ? bankByToken(wanted) : bankByFields(wanted)

/** Adds a bank account to an account and tells of it. @throws StripeRefusal 400 for one that is not a published test one. */
export function addExternalAccount(
  scope: Scope,
  account: Stripe.Account,
  wanted: WantedExternalAccount,
  more: { isDefault: boolean; metadata: Record<string, string> },
): Stripe.BankAccount {
  const work = { ...scope, account: account.id }
  const given = typeof wanted === 'string' ? undefined : wanted
  const bank = addBank(work, {
    bank: testBankOf(wanted),
    currency: given?.currency ?? account.default_currency ?? 'usd',
    country: given?.country.toUpperCase() ?? 'US',
    holderName: given?.account_holder_name ?? null,
    holderType: given?.account_holder_type ?? null,
    ...more,
  })
  emit(work, 'account.external_account.created', bank)
  followBanks(work)
  return bank
}

const ownBank = (call: Call, account: Stripe.Account): Stripe.BankAccount => {
  const id = call.path.bank ?? ''
  return present(call.sim.state.tables.bank_account.find(account.id, id), 'external account', id)
}

function update(call: Call, params: Read<typeof changeable>): Stripe.BankAccount {
  const account = accountFor(call, call.path.id ?? '')
  const work = { ...call, account: account.id }
  const bank = ownBank(call, account)
  const before = {
    account_holder_name: bank.account_holder_name,
    account_holder_type: bank.account_holder_type,
    default_for_currency: bank.default_for_currency,
    metadata: bank.metadata,
  }
  bank.metadata = mergeMetadata(bank.metadata ?? null, params.metadata)
  if (params.account_holder_name !== undefined) bank.account_holder_name = params.account_holder_name
  if (params.account_holder_type !== undefined) bank.account_holder_type = params.account_holder_type
  if (params.default_for_currency) makeDefault(work, bank)
  emit(work, 'account.external_account.updated', bank, before)
  followBanks(work)
  return bank
}

function remove(call: Call): Stripe.DeletedBankAccount {
  const account = accountFor(call, call.path.id ?? '')
  const work = { ...call, account: account.id }
  const bank = ownBank(call, account)
  if (bank.default_for_currency && bank.currency === account.default_currency) {
    const message =
      'You cannot delete the default external account for your default currency. Please make another external account the default using the `default_for_currency` param, and then delete this one.'
    throw refused(message)
  }
  call.sim.state.tables.bank_account.remove(account.id, bank.id)
  emit(work, 'account.external_account.deleted', bank)
  followBanks(work)
  return { id: bank.id, object: 'bank_account', currency: bank.currency, deleted: true }
}

export const externalAccountEndpoints = [
  endpoint('POST', '/v1/accounts/:id/external_accounts', creatable, (call, params) =>
    addExternalAccount(call, accountFor(call, call.path.id ?? ''), params.external_account, {
      isDefault: params.default_for_currency ?? false,
      metadata: mergeMetadata(null, params.metadata),
    }),
  ),
  endpoint('GET', '/v1/accounts/:id/external_accounts', { ...page, object: oneOf('bank_account', 'card') }, (call, params) => {
    const account = accountFor(call, call.path.id ?? '')
    const banks = params.object === 'card' ? [] : call.sim.state.tables.bank_account.of(account.id)
    return listPage(`/v1/accounts/${account.id}/external_accounts`, banks, params)
  }),
  endpoint('GET', '/v1/accounts/:id/external_accounts/:bank', {}, (call) => ownBank(call, accountFor(call, call.path.id ?? ''))),
  endpoint('POST', '/v1/accounts/:id/external_accounts/:bank', changeable, update),
  endpoint('DELETE', '/v1/accounts/:id/external_accounts/:bank', {}, remove),
]
