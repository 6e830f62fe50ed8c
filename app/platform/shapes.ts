import { z } from 'zod'
import { day, moment, money, named, pageLimit } from '../wire.ts'
import { eventStates } from './list-events.ts'

/** The operator's view as it goes over the wire. */

const income = z.object({ today: money, month: money, total: money })
export const overview = z.object({
  income,
  /** Fees earned in currencies other than the platform's. */
  otherIncome: z.array(income),
  count: z.int(),
  sellers: z.int(),
  incomeByDay: z.array(z.object({ day, minor: z.int() })),
})

export const seller = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  stripe: z.array(
    z.object({
      account: z.string(),
      standing: z.enum([
        'not_linked',
        'information_missing',
        'under_review',
        'ready',
        'payouts_paused',
        'restricted',
        'disconnected',
      ]),
    }),
  ),
  feeSchedule: z
    .object({
      id: z.uuid(),
      basisPoints: z.int(),
      fixed: money,
      minimum: money,
      cap: money.nullable(),
      effectiveFrom: moment,
    })
    .nullable(),
})

export const earned = z.object({
  applicationFee: z.string(),
  seller: named,
  stripeAccount: z.string(),
  charge: z.string(),
  amount: money,
  earnedAt: moment,
})

const minorMax = 1_000_000_00
export const newFeeSchedule = z.object({
  companyId: z.uuid().nullable().describe('null: every seller without a schedule of its own.'),
  currency: z.string().regex(/^[a-z]{3}$/),
  basisPoints: z.int().min(0).max(1000),
  fixedMinor: z.int().min(0).max(minorMax),
  minimumMinor: z.int().min(0).max(minorMax).default(0),
  capMinor: z.int().min(0).max(minorMax).nullable().default(null),
  effectiveFrom: moment.nullish().describe('Not in the past; left out, it begins now.'),
})

export const feeSchedule = z.object({
  id: z.uuid(),
  seller: named.nullable(),
  currency: z.string(),
  basisPoints: z.int(),
  fixedMinor: z.int(),
  minimumMinor: z.int(),
  capMinor: z.int().nullable(),
  effectiveFrom: moment,
  createdByName: z.string(),
  createdAt: moment,
  state: z.enum(['upcoming', 'in_force', 'past']),
})

export const event = z.object({
  id: z.string(),
  endpoint: z.enum(['platform', 'connect']),
  event: z.string(),
  type: z.string(),
  stripeAccount: z.string().nullable(),
  seller: named.nullable(),
  objectId: z.string(),
  state: z.enum(eventStates),
  tries: z.int(),
  lastError: z.string().nullable(),
  receivedAt: moment,
  finishedAt: moment.nullable(),
})

export const numberedPage = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: pageLimit,
})
