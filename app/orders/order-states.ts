import { Problem } from '../problem.ts'

/**
 * The five independent facts of an order, and every way each may move. What is not listed here is refused: final states do not
 * go back, and a late failure never un-pays (P9). Stripe's later news (refunds, disputes) gets its lines here when it is booked.
 */
export const moves = {
  order: {
    pending: ['confirmed', 'voided'],
    confirmed: ['voided'],
    voided: [],
  },
  fulfilment: {
    unfulfilled: ['shipped'],
    shipped: [],
  },
  payment: {
    unpaid: ['pending', 'partly_paid', 'paid'],
    pending: ['unpaid', 'partly_paid', 'paid'],
    partly_paid: ['paid'],
    paid: [],
    // An order that comes to nothing is neither paid nor unpaid, and nothing will make it so.
    not_needed: [],
  },
  approval: {
    not_needed: [],
    needed: ['approved', 'not_needed'],
    approved: [],
  },
  hold: {
    none: [],
    awaiting_payment: ['none'],
    credit_limit: ['none'],
  },
} as const satisfies Record<string, Record<string, readonly string[]>>

/**
 * Why an order was voided: somebody asked for it, or it had to be paid first and was not in time. One more word on the state
 * `voided`, no state of its own: whatever must not happen to a voided order must not happen to either. Only an order that
 * still waits can run out.
 */
export const causesOfVoid = {
  asked: ['pending', 'confirmed'],
  expired: ['pending'],
} as const satisfies Record<string, readonly string[]>
export type CauseOfVoid = keyof typeof causesOfVoid

export type Fact = keyof typeof moves
export type StateOf<F extends Fact> = Extract<keyof (typeof moves)[F], string>
export type Hold = Exclude<StateOf<'hold'>, 'none'>

/** Whether a fact may move from one state to another. Staying where it is is not a move. */
export function mayMove(fact: Fact, from: string, to: string): boolean {
  const table: Record<string, readonly string[]> = moves[fact]
  return Object.hasOwn(table, from) && table[from]!.includes(to)
}

/** @throws Problem 409 for a move that the table does not list. */
export function assertMove(fact: Fact, from: string, to: string): void {
  if (mayMove(fact, from, to)) return
  throw new Problem('order-state', { fact, from: words(from), to: words(to) })
}

function words(state: string): string {
  return state.replaceAll('_', ' ')
}
