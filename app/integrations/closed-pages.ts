/** How the payment pages ended that were open when an account stopped collecting. */
export type ClosedPages = {
  /** Nobody can pay them any more. */
  closed: number
  /** The buyer was quicker: booked. */
  paid: number
  /** Stripe does not let us look: a person's task. */
  unknown: number
  /** Not closed yet: Stripe did not answer, or is confirming a payment. Closing goes on by itself. */
  open: number
}

/**
 * Closes the payment pages of an account that cannot collect any more. Given from outside, since payments build on the
 * integration and not the other way round.
 */
export type ClosePages = (companyId: string, stripeAccount: string) => Promise<ClosedPages>

/** "3 open payment pages were closed. 1 was paid just before; it is booked." Empty when there was none. */
export function closedPagesInWords({ closed, paid, unknown, open }: ClosedPages): string {
  const pages = (count: number) => (count === 1 ? '1 open payment page' : `${count} open payment pages`)
  const parts = [
    closed > 0 ? `${pages(closed)} ${closed === 1 ? 'was' : 'were'} closed.` : null,
    paid > 0 ? `${paid} ${paid === 1 ? 'was' : 'were'} paid just before and ${paid === 1 ? 'is' : 'are'} booked.` : null,
    unknown > 0 ? `${pages(unknown)} cannot be looked at any more: see Differences.` : null,
    open > 0 ? `${pages(open)} could not be closed yet; Florin goes on trying.` : null,
  ]
  return parts.filter((part) => part !== null).join(' ')
}
