/** What Stripe keeps of a payment: a share in basis points (1/100 of a percent) and a fixed part in minor units, up to a cap. */
export type FeeRate = { basisPoints: number; fixed: number; cap?: number }

/** The published price for cards in the United States: 2.9 % + 30 ¢. */
export const standardRate: FeeRate = { basisPoints: 290, fixed: 30 }

/** The published price for debits of bank accounts in the United States: 0.8 %, at most $5.00. */
export const standardDebitRate: FeeRate = { basisPoints: 80, fixed: 0, cap: 500 }

/** What one dispute costs in the United States: $15.00. */
export const standardDisputeFee = 1500

/**
 * Stripe's fee on an amount in minor units: the share rounded half up, plus the fixed part. Never more than the cap or the amount.
 * @throws RangeError when the amount is not a whole number of minor units.
 */
export function processingFee(amount: number, rate: FeeRate): number {
  if (!Number.isSafeInteger(amount) || amount < 0) throw new RangeError('an amount is a whole number of minor units')
  const share = Number((BigInt(amount) * BigInt(rate.basisPoints) + 5_000n) / 10_000n)
  return Math.min(amount, share + rate.fixed, rate.cap ?? amount)
}

/** The published price of an instant payout in the United States: 1 %, at least 50 cents. @param amount that is paid out. */
export const instantPayoutFee = (amount: number): number => Math.max(50, processingFee(amount, { basisPoints: 100, fixed: 0 }))

/**
 * How much of an application fee a refund gives back: in proportion to the refunded part of the charge, so that the parts
 * of several refunds sum to the whole fee when the whole charge is refunded.
 *
 * @param refundedBefore minor units of the charge refunded before this refund; @param refundedAfter including it.
 */
export function feeGivenBack(fee: number, charged: number, refundedBefore: number, refundedAfter: number): number {
  if (charged === 0) return 0
  const upTo = (refunded: number): number =>
    Number((BigInt(fee) * BigInt(refunded) * 2n + BigInt(charged)) / (BigInt(charged) * 2n))
  return upTo(refundedAfter) - upTo(refundedBefore)
}
