import { checkoutWords } from './words/checkout.en.ts'
import { goodsWords } from './words/goods.en.ts'
import { ordersWords } from './words/orders.en.ts'

/** Every word of the shop. */
export const shopMessages = { ...goodsWords, ...checkoutWords, ...ordersWords } as const
