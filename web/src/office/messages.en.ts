import { addressesWords } from './words/addresses.en.ts'
import { customersWords } from './words/customers.en.ts'
import { ordersWords } from './words/orders.en.ts'
import { receivablesWords } from './words/receivables.en.ts'
import { setupWords } from './words/setup.en.ts'
import { shellWords } from './words/shell.en.ts'

/** Every word of the office. */
export const officeMessages = {
  ...shellWords,
  ...ordersWords,
  ...receivablesWords,
  ...addressesWords,
  ...customersWords,
  ...setupWords,
} as const
