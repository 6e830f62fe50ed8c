import { z } from 'zod'
import { day, journalEntry, moment, money, named, numbered, sentence } from '../wire.ts'
import { attemptStates } from './attempt-states.ts'

/** Payments as they go over the wire. */

export const paymentItem = z.object({
  id: z.uuid(),
  controlNumber: z.string(),
  customer: named.nullable(),
  order: numbered.nullable(),
  amount: money,
  applied: money,
  unapplied: money,
  method: z.string(),
  cardBrand: z.string().nullable(),
  cardLast4: z.string().nullable(),
  receivedAt: moment,
  charge: z.string(),
  stripeFee: money.nullable(),
  convenienceFee: money.nullable(),
  net: money.nullable(),
  state: z.enum(['applied', 'partly_applied', 'unapplied', 'suspense']),
})

export const paymentTotals = z.object({ count: z.int(), amount: money, stripeFee: money, convenienceFee: money, net: money })

/** A difference that a person closes. */
export const breakShape = z.object({
  id: z.uuid(),
  kind: z.string(),
  /** What happened. */
  sentence,
  /** What to do about it. */
  nextStep: sentence,
  /** How much it is about. */
  amount: money.nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  customer: named.nullable(),
  order: numbered.nullable(),
  payment: z.object({ id: z.uuid(), controlNumber: z.string() }).nullable(),
  charge: z.string().nullable(),
  checkoutSession: z.string().nullable(),
  /** Stripe's own page of it; null where there is none. */
  stripeUrl: z.string().nullable(),
  /** Until when something has to be done. */
  deadline: moment.nullable(),
  openedAt: moment,
  changedAt: moment,
  /** Whether it was closed before and has grown since. */
  reopened: z.boolean(),
  closedAt: moment.nullable(),
  /** null: it settled by itself. */
  closedByName: z.string().nullable(),
  closingNote: z.string().nullable(),
})

/** Closing one, as it was read. */
export const breakClosing = z.object({ note: z.string().trim().min(5).max(500), changedAt: moment })

export const paymentDetail = paymentItem.extend({
  paymentIntent: z.string().nullable(),
  checkoutSession: z.string().nullable(),
  stripeAccount: z.string(),
  balanceTransaction: z.string().nullable(),
  applicationFee: z.string().nullable(),
  cardExpiry: z.string().nullable(),
  cardFunding: z.string().nullable(),
  authorisationCode: z.string().nullable(),
  receiptUrl: z.string().nullable(),
  statementDescriptor: z.string().nullable(),
  availableOn: day.nullable(),
  payout: z.string().nullable(),
  dashboardUrl: z.string(),
  accountUrl: z.string(),
  note: z.string(),
  allocations: z.array(z.object({ at: moment, amount: money, order: numbered.nullable(), invoice: numbered.nullable() })),
  steps: z.array(
    z.object({
      key: z.enum(['order', 'session', 'card', 'posted', 'applied', 'fees', 'payout']),
      label: z.string(),
      at: moment.nullable(),
      detail: z.string(),
    }),
  ),
  journal: z.array(journalEntry),
  breaks: z.array(breakShape),
})

export const officePayment = z.object({
  state: z.enum(['in_progress', 'unpaid', 'pending', 'authorised', 'partly_paid', 'paid', 'refunded', 'disputed', 'not_needed']),
  balanceDue: money,
  attempts: z.array(
    z.object({
      id: z.uuid(),
      state: z.enum(attemptStates),
      amount: money,
      convenienceFee: money,
      startedAt: moment,
      startedByName: z.string(),
      lastDecline: z.string().nullable(),
      expiresAt: moment.nullable(),
      checkoutSession: z.string().nullable(),
    }),
  ),
  payments: z.array(paymentItem),
})

export const started = z.object({ attemptId: z.uuid(), url: z.string(), amount: money })

export const buyersPayment = z.object({
  state: z.enum(['not_needed', 'unpaid', 'waiting_for_buyer', 'confirming', 'paid', 'problem', 'unknown']),
  sentence,
  canPay: z.boolean(),
  whyNot: sentence.nullable(),
  lastDecline: z.string().nullable(),
  amountDue: money,
  expiresAt: moment.nullable(),
  receipt: z
    .object({
      controlNumber: z.string(),
      cardBrand: z.string().nullable(),
      cardLast4: z.string().nullable(),
      amount: money,
      receivedAt: moment,
      receiptUrl: z.string().nullable(),
    })
    .nullable(),
})
