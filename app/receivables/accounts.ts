/** The chart of accounts, by the names a bookkeeper reads. `party` says which sub-ledger a balance is kept for. */
export const accounts = {
  stripe_clearing: { name: 'Stripe clearing', party: 'stripe_account' },
  bank: { name: 'Bank', party: 'none' },
  receivable: { name: 'Accounts receivable', party: 'customer' },
  customer_deposits: { name: 'Customer deposits', party: 'customer' },
  suspense: { name: 'Suspense', party: 'stripe_account' },
  sales: { name: 'Sales', party: 'none' },
  freight: { name: 'Freight charged', party: 'none' },
  tax_payable: { name: 'Sales tax payable', party: 'none' },
  processing_fees: { name: 'Card processing fees', party: 'none' },
  convenience_fees: { name: 'Convenience fees', party: 'none' },
  convenience_fee_income: { name: 'Convenience fee income', party: 'none' },
} as const satisfies Record<string, { name: string; party: 'stripe_account' | 'customer' | 'none' }>

export type Account = keyof typeof accounts

export function accountName(account: string): string {
  return account in accounts ? accounts[account as Account].name : account
}
