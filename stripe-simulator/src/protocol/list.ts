import { badParameter, missing } from './errors.ts'
import { integer, type Range, range, text } from './params.ts'

/** The parameters of every list. */
export const page = { limit: integer({ min: 1, max: 100 }), starting_after: text(), ending_before: text() }
export const pageByTime = { ...page, created: range }

export type Page = {
  limit?: number | undefined
  starting_after?: string | undefined
  ending_before?: string | undefined
  created?: Range | undefined
}
export type ListOf<T> = { object: 'list'; data: T[]; has_more: boolean; url: string }

/** Whether a moment lies in the range that a request asks for; any does, when it asks for none. */
export function isInRange(at: number, wanted: Range | undefined): boolean {
  if (!wanted) return true
  const { gt, gte, lt, lte } = wanted
  return (
    (gt === undefined || at > gt) &&
    (gte === undefined || at >= gte) &&
    (lt === undefined || at < lt) &&
    (lte === undefined || at <= lte)
  )
}

/**
 * One page of objects, newest first, with Stripe's cursors in both directions.
 * @param oldestFirst every object of the account in the order they were made; @param isWanted the filter of the request.
 * @throws StripeRefusal 400 when both cursors are given, 404 when the cursor names nothing.
 */
export function listPage<T extends { id: string; created?: number }>(
  url: string,
  oldestFirst: readonly T[],
  wanted: Page,
  isWanted: (object: T) => boolean = () => true,
): ListOf<T> {
  if (wanted.starting_after !== undefined && wanted.ending_before !== undefined) {
    throw badParameter('starting_after', 'Received both starting_after and ending_before parameters. Please pass in only one.')
  }
  const limit = wanted.limit ?? 10
  const cursor = wanted.starting_after ?? wanted.ending_before
  const at = cursor === undefined ? -1 : oldestFirst.findIndex((object) => object.id === cursor)
  if (cursor !== undefined && at < 0) {
    throw missing('object', cursor, wanted.starting_after === undefined ? 'ending_before' : 'starting_after')
  }
  const matches = (object: T): boolean => isInRange(object.created ?? 0, wanted.created) && isWanted(object)
  if (wanted.ending_before !== undefined) {
    const newer = take(oldestFirst, at + 1, 1, limit + 1, matches)
    return { object: 'list', data: newer.slice(0, limit).reverse(), has_more: newer.length > limit, url }
  }
  const start = wanted.starting_after === undefined ? oldestFirst.length - 1 : at - 1
  const older = take(oldestFirst, start, -1, limit + 1, matches)
  return { object: 'list', data: older.slice(0, limit), has_more: older.length > limit, url }
}

function take<T>(objects: readonly T[], from: number, step: 1 | -1, count: number, matches: (object: T) => boolean): T[] {
  const taken: T[] = []
  for (let index = from; index >= 0 && index < objects.length && taken.length < count; index += step) {
    const object = objects[index]
    if (object !== undefined && matches(object)) taken.push(object)
  }
  return taken
}

/** A whole list that needs no pages, as it stands inside another object. */
export const wholeList = <T>(url: string, data: T[]): ListOf<T> => ({ object: 'list', data, has_more: false, url })
