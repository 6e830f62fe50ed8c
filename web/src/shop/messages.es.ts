import type { Keys } from '../words/i18n.ts'
import type { shopMessages as english } from './messages.en.ts'
import { checkoutWords } from './words/checkout.es.ts'
import { goodsWords } from './words/goods.es.ts'
import { ordersWords } from './words/orders.es.ts'

export const shopMessages: Keys<typeof english> = { ...goodsWords, ...checkoutWords, ...ordersWords }
