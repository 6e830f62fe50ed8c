import { badParameter } from './errors.ts'
import { integer, required, text } from './params.ts'

/** The parameters of every search. */
export const searchPage = { query: required(text(2_000)), limit: integer({ min: 1, max: 100 }), page: text(200) }
type Wanted = { query: string; limit?: number | undefined; page?: string | undefined }

/** The fields that can be searched for, each with its kind: numbers are compared, words are looked for. */
export type Searchable = Record<string, 'number' | 'token' | 'words' | 'boolean'>
type Result<T> = { object: 'search_result'; data: T[]; has_more: boolean; next_page: string | null; url: string }

type Operator = ':' | '~' | '>' | '<' | '>=' | '<='
type Clause = { isNegated: boolean; field: string; key: string | null; operator: Operator; value: string | null }

/** Clauses a query may have; Stripe allows ten. */
const clausesMax = 10

const unreadable = (why: string) =>
  badParameter(
    'query',
    `We were unable to parse your search query. ${why} Try using the format \`metadata["key"]:"value"\` to query for metadata or key:"value" to query for other fields.`,
  )

const clauseShape =
  /^(-)?([a-z_][a-z_.0-9]*)(?:\[(?:"([^"]{1,40})"|'([^']{1,40})')\])?(:|~|>=|<=|>|<)(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(-?\d+|null|true|false))/

const plain = (quoted: string): string => quoted.replaceAll(/\\(.)/g, '$1')

/** Takes a query apart. @throws StripeRefusal 400 for what is no query, mixes AND with OR, or has more than ten clauses. */
function parse(query: string): { clauses: Clause[]; isAny: boolean } {
  const clauses: Clause[] = []
  const joints = new Set<string>()
  let rest = query.trim()
  while (rest !== '') {
    const found = clauseShape.exec(rest)
    if (!found) throw unreadable(`It could not be read from "${rest.replaceAll(/\d{10,}/g, '…').slice(0, 20)}" on.`)
    const [whole, minus, field = '', double, single, operator, quoted, apostrophed, bare] = found
    const value = bare === undefined ? plain(quoted ?? apostrophed ?? '') : bare === 'null' ? null : bare
    clauses.push({ isNegated: minus === '-', field, key: double ?? single ?? null, operator: operator as Operator, value })
    rest = rest.slice(whole.length)
    const joint = /^\s+(AND|OR)\s+(?=\S)/i.exec(rest) ?? /^\s+(?=\S)/.exec(rest)
    if (!joint && rest.trim() !== '') throw unreadable('Clauses are joined by AND or by OR.')
    if (joint) joints.add((joint[1] ?? 'AND').toUpperCase())
    rest = joint ? rest.slice(joint[0].length) : ''
  }
  if (clauses.length === 0) throw unreadable('It is empty.')
  if (clauses.length > clausesMax) throw unreadable(`It has more than ${clausesMax} clauses.`)
  if (joints.size > 1) throw unreadable('AND and OR cannot be mixed.')
  return { clauses, isAny: joints.has('OR') }
}

function kindOf(clause: Clause, fields: Searchable): Searchable[string] {
  const known = Object.hasOwn(fields, clause.field) ? fields[clause.field] : undefined
  const kind = clause.field === 'metadata' ? 'token' : known
  const name = clause.key === null ? clause.field : `${clause.field}["${clause.key}"]`
  if (kind === undefined || (clause.field === 'metadata') !== (clause.key !== null))
    throw badParameter('query', `Field \`${name}\` is an unsupported search field for this resource.`)
  const isComparison = ['>', '<', '>=', '<='].includes(clause.operator)
  if (isComparison && kind !== 'number') throw unreadable(`\`${name}\` is no number and cannot be compared.`)
  if (clause.operator === '~' && kind !== 'words') throw unreadable(`\`${name}\` can only be searched for as a whole.`)
  if (clause.operator === '~' && (clause.value ?? '').length < 3) throw unreadable('A part of a text has at least three letters.')
  if (kind === 'number' && !/^-?\d{1,15}$/.test(clause.value ?? '')) throw unreadable(`\`${name}\` wants a number.`)
  return kind
}

function valueAt(object: unknown, clause: Clause): unknown {
  const path = clause.key === null ? clause.field.split('.') : ['metadata', clause.key]
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    return (value as Record<string, unknown>)[step]
  }, object)
}

const compare: Record<'>' | '<' | '>=' | '<=', (one: number, other: number) => boolean> = {
  '>': (one, other) => one > other,
  '<': (one, other) => one < other,
  '>=': (one, other) => one >= other,
  '<=': (one, other) => one <= other,
}

function holds(object: unknown, clause: Clause, kind: Searchable[string]): boolean {
  const value = valueAt(object, clause) ?? null
  if (clause.value === null) return value === null
  if (value === null) return false
  if (kind === 'number' && clause.operator !== ':' && clause.operator !== '~')
    return typeof value === 'number' && compare[clause.operator](value, Number(clause.value))
  if (kind === 'number') return value === Number(clause.value)
  const [own, wanted] = [String(value), clause.value].map((one) => (kind === 'words' ? one.toLowerCase() : one))
  return clause.operator === '~' ? (own ?? '').includes(wanted ?? '') : own === wanted
}

/**
 * One page of what a query finds, newest first. Unlike Stripe's search, which lags a minute behind, it knows the present.
 * @throws StripeRefusal 400 for a query that cannot be read or names a field that cannot be searched for.
 */
export function search<T extends { id: string }>(
  url: string,
  oldestFirst: readonly T[],
  fields: Searchable,
  wanted: Wanted,
): Result<T> {
  const { clauses, isAny } = parse(wanted.query)
  const judged = clauses.map((clause) => ({ clause, kind: kindOf(clause, fields) }))
  const matches = (object: T): boolean => {
    const one = ({ clause, kind }: (typeof judged)[number]): boolean => holds(object, clause, kind) !== clause.isNegated
    return isAny ? judged.some(one) : judged.every(one)
  }
  const limit = wanted.limit ?? 10
  const found: T[] = []
  let index = oldestFirst.length - 1
  if (wanted.page !== undefined) index = oldestFirst.findIndex((one) => one.id === wanted.page) - 1
  if (wanted.page !== undefined && index < -1) throw badParameter('page', 'This page is not one that a search has given.')
  for (; index >= 0 && found.length <= limit; index -= 1) {
    const object = oldestFirst[index]
    if (object && matches(object)) found.push(object)
  }
  const data = found.slice(0, limit)
  const hasMore = found.length > limit
  return { object: 'search_result', data, has_more: hasMore, next_page: hasMore ? (data.at(-1)?.id ?? null) : null, url }
}
