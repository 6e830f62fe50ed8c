import { isCurrency } from '../money.ts'
import { badParameter } from './errors.ts'

/** Reads one parameter: what came (or undefined) and its name in brackets → its value, or a refusal. */
export type Param<T> = (value: unknown, name: string) => T
export type Shape = Record<string, Param<unknown>>
export type Read<S extends Shape> = { [K in keyof S]: ReturnType<S[K]> }

/** A value as an error may repeat it: short, and never a run of digits that could be a card number. */
const quoted = (value: string): string => value.replaceAll(/\d[\d\s-]{10,}\d/g, '…').slice(0, 80)

const optional =
  <T>(read: (value: string, name: string) => T): Param<T | undefined> =>
  (value, name) => {
    if (value === undefined) return undefined
    if (typeof value !== 'string') throw badParameter(name, 'Invalid string')
    if (value === '') {
      const message = `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`
      throw badParameter(name, message, 'parameter_invalid_empty')
    }
    return read(value, name)
  }

/** The parameter must be there. */
export const required =
  <T>(read: Param<T>): Param<Exclude<T, undefined>> =>
  (value, name) => {
    const result = value === undefined ? undefined : read(value, name)
    if (result === undefined) throw badParameter(name, `Missing required param: ${name}.`, 'parameter_missing')
    return result as Exclude<T, undefined>
  }

/** An empty text unsets the parameter: it reads as null. */
export const unsettable =
  <T>(read: Param<T>): Param<T | null> =>
  (value, name) =>
    value === '' ? null : read(value, name)

export const text = (maximum = 5_000): Param<string | undefined> =>
  optional((value, name) => {
    if (value.length > maximum)
      throw badParameter(name, `Invalid string: must be at most ${maximum} characters`, 'parameter_invalid_string_max_length')
    return value
  })

export const integer = (bounds: { min?: number; max?: number } = {}): Param<number | undefined> =>
  optional((value, name) => {
    if (!/^-?\d{1,16}$/.test(value)) throw badParameter(name, `Invalid integer: ${quoted(value)}`, 'parameter_invalid_integer')
    const number = Number(value)
    if (bounds.min !== undefined && number < bounds.min) {
      throw badParameter(name, `This value must be greater than or equal to ${bounds.min}.`, 'parameter_invalid_integer')
    }
    if (bounds.max !== undefined && number > bounds.max) {
      throw badParameter(name, `This value must be less than or equal to ${bounds.max}.`, 'parameter_invalid_integer')
    }
    return number
  })

/** A money amount in minor units; Stripe takes at most eight digits. */
export const amount = (min = 1): Param<number | undefined> => {
  const read = integer()
  return (value, name) => {
    const number = read(value, name)
    if (number !== undefined && number < min) {
      const message =
        min === 1 ? 'This value must be greater than or equal to 1.' : `This value must be greater than or equal to ${min}.`
      throw badParameter(name, message, 'parameter_invalid_integer')
    }
    if (number !== undefined && number > 99_999_999)
      throw badParameter(name, 'Amount must be no more than 99,999,999', 'amount_too_large')
    return number
  }
}

export const boolean: Param<boolean | undefined> = optional((value, name) => {
  if (value !== 'true' && value !== 'false') throw badParameter(name, `Invalid boolean: ${quoted(value)}`)
  return value === 'true'
})

export const oneOf = <const T extends string>(...allowed: T[]): Param<T | undefined> =>
  optional((value, name) => {
    const found = allowed.find((one) => one === value)
    if (found !== undefined) return found
    const list = allowed.length === 1 ? allowed[0] : `one of ${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}`
    throw badParameter(name, `Invalid ${name}: must be ${list}`)
  })

export const currency: Param<string | undefined> = optional((value, name) => {
  const code = value.toLowerCase()
  if (!isCurrency(code)) throw badParameter(name, `Invalid currency: ${quoted(value)}.`)
  return code
})

export const url: Param<string | undefined> = optional((value, name) => {
  const isWeb = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
  if (!isWeb || value.length > 5_000) throw badParameter(name, 'Not a valid URL', 'url_invalid')
  return value
})

export const email: Param<string | undefined> = optional((value, name) => {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) || value.length > 512)
    throw badParameter(name, `Invalid email address: ${quoted(value)}`, 'email_invalid')
  return value
})

/** A parameter that Stripe knows and that changes nothing here. */
export const ignored: Param<undefined> = () => undefined

/** A parameter that this version of Stripe no longer knows. */
export const gone: Param<undefined> = (value, name) => {
  if (value !== undefined) throw unknown([name])
  return undefined
}

export const list =
  <T>(read: Param<T>, limit = 100): Param<T[] | undefined> =>
  (value, name) => {
    if (value === undefined) return undefined
    const items = Array.isArray(value)
      ? value
      : typeof value === 'object' && value !== null && !('object' in value)
        ? Object.values(value)
        : undefined
    if (!items) throw badParameter(name, 'Invalid array')
    if (items.length > limit) throw badParameter(name, `Array ${name} exceeded maximum ${limit} allowed elements.`)
    return items.map((item, index) => read(item, `${name}[${index}]`))
  }

export const object =
  <S extends Shape>(shape: S): Param<Read<S> | undefined> =>
  (value, name) =>
    value === undefined ? undefined : readShape(shape, value, name)

const metadataKeysMax = 50
const tooManyKeys = (name: string) => badParameter(name, `Metadata can have at most ${metadataKeysMax} keys.`)

/** Up to 50 pairs; an empty value takes its key away, an empty text takes all away. */
export const metadata: Param<Record<string, string> | undefined> = (value, name) => {
  if (value === undefined) return undefined
  if (value === '') return { '': '' }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badParameter(name, 'Invalid hash')
  const pairs = Object.entries(value)
  if (pairs.length > metadataKeysMax) throw tooManyKeys(name)
  for (const [key, content] of pairs) {
    if (key.length > 40) throw badParameter(name, 'Metadata keys may have at most 40 characters.')
    if (typeof content !== 'string') throw badParameter(`${name}[${key}]`, 'Metadata values must be strings.')
    if (content.length > 500) throw badParameter(`${name}[${key}]`, 'Metadata values may have at most 500 characters.')
  }
  return Object.fromEntries(pairs) as Record<string, string>
}

/**
 * What metadata becomes when a request changes it; to be asked before anything else of the object is changed.
 * @throws StripeRefusal 400 when the object would have more than 50 keys.
 */
export function mergeMetadata(
  before: Record<string, string> | null,
  change: Record<string, string> | undefined,
): Record<string, string> {
  if (!change) return before ?? {}
  if ('' in change) return {}
  const pairs = Object.entries({ ...before, ...change }).filter(([, content]) => content !== '')
  if (pairs.length > metadataKeysMax) throw tooManyKeys('metadata')
  return Object.fromEntries(pairs)
}

/** A moment, or a range of moments, in seconds. */
export type Range = { gt?: number; gte?: number; lt?: number; lte?: number }
const bounds = object({ gt: integer(), gte: integer(), lt: integer(), lte: integer() })
const moment = integer()
export const range: Param<Range | undefined> = (value, name) => {
  if (typeof value !== 'string') return bounds(value, name)
  const at = moment(value, name)
  return at === undefined ? undefined : { gte: at, lte: at }
}

function unknown(names: string[]) {
  const message =
    names.length === 1 ? `Received unknown parameter: ${names[0]}` : `Received unknown parameters: ${names.join(', ')}`
  return badParameter(names[0] ?? '', message, 'parameter_unknown')
}

/**
 * Reads a form by its shape.
 * @throws StripeRefusal 400 `parameter_unknown`, `parameter_missing`, `parameter_invalid_…`, naming the parameter in brackets.
 */
export function readShape<S extends Shape>(shape: S, value: unknown, prefix = ''): Read<S> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badParameter(prefix, 'Invalid hash')
  const given = value as Record<string, unknown>
  const nameOf = (key: string): string => (prefix ? `${prefix}[${key}]` : key)
  const strange = Object.keys(given).filter((key) => !Object.hasOwn(shape, key))
  if (strange.length > 0) throw unknown(strange.map(nameOf))
  return Object.fromEntries(Object.entries(shape).map(([key, read]) => [key, read(given[key], nameOf(key))])) as Read<S>
}
