/** One page of one of Stripe's lists, newest first. */
export type Page<T> = { data: T[]; has_more: boolean }
export type Ask<T> = (params: {
  created: { gte: number; lt?: number }
  limit: number
  starting_after?: string
}) => Promise<Page<T>>

/** `until`: nothing made before it is missing; null when the list was read to the present. */
export type Since<T> = { items: T[]; until: Date | null }

const pageSize = 100
/** At most this many pages are kept at once. */
const pagesMaxDefault = 50

/**
 * What Stripe lists since a moment, oldest first and without a gap. Stripe lists the newest first; when more has happened
 * than `pagesMax` pages hold, the span is cut to its earlier half until it fits, and the caller goes on from `until`.
 *
 * @throws RangeError when one single second holds more than that.
 */
export async function listSince<T extends { id: string; created: number }>(
  ask: Ask<T>,
  since: Date,
  pagesMax = pagesMaxDefault,
): Promise<Since<T>> {
  const from = Math.floor(since.getTime() / 1000)
  let end: number | undefined
  for (;;) {
    const { items, isWhole } = await readPages(ask, end === undefined ? { gte: from } : { gte: from, lt: end }, pagesMax)
    if (isWhole) return { items: items.reverse(), until: end === undefined ? null : new Date(end * 1000) }
    const last: number = end ?? items[0]!.created + 1
    if (last - from <= 1) throw new RangeError(`Stripe lists more than ${items.length} things of the one second ${from}`)
    end = from + Math.ceil((last - from) / 2)
  }
}

async function readPages<T extends { id: string }>(ask: Ask<T>, created: { gte: number; lt?: number }, pagesMax: number) {
  const items: T[] = []
  for (let page = 0; page < pagesMax; page++) {
    const after = items.at(-1)?.id
    const { data, has_more } = await ask({ created, limit: pageSize, ...(after ? { starting_after: after } : {}) })
    items.push(...data)
    if (!has_more) return { items, isWhole: true }
  }
  return { items, isWhole: false }
}
