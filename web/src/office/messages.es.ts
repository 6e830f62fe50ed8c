import type { Keys } from '../words/i18n.ts'
import type { officeMessages as english } from './messages.en.ts'
import { addressesWords } from './words/addresses.es.ts'
import { customersWords } from './words/customers.es.ts'
import { ordersWords } from './words/orders.es.ts'
import { receivablesWords } from './words/receivables.es.ts'
import { setupWords } from './words/setup.es.ts'
import { shellWords } from './words/shell.es.ts'

export const officeMessages: Keys<typeof english> = {
  ...shellWords,
  ...ordersWords,
  ...receivablesWords,
  ...addressesWords,
  ...customersWords,
  ...setupWords,
}
