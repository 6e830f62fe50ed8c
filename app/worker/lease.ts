/** How long a worker may take over one row before another may try it. Longer than every time-out of Stripe's calls together. */
export const leaseSeconds = 90

/** After this many failures a row is given up and shown to a person. */
export const triesMax = 12

/** Seconds to wait before try `tries` + 1: 1, 2, 4 … at most ten minutes. */
export function backOffSeconds(tries: number): number {
  return Math.min(2 ** Math.max(0, tries - 1), 600)
}
