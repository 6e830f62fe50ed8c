import type { Sim } from './simulator.ts'

/** What a control call was sent. */
export type Body = Record<string, unknown>

/** A control call that cannot be right; the message says why. */
export class ControlError extends Error {
  readonly statusCode: number

  constructor(statusCode: number, message: string) {
    super(message)
    this.statusCode = statusCode
  }
}

/** A text that has to be there. */
export const textOf = (body: Body, name: string): string => {
  const value = body[name]
  if (typeof value === 'string') return value
  throw new ControlError(400, `"${name}" is needed, as text`)
}

export const optionalText = (body: Body, name: string): string | undefined =>
  body[name] === undefined ? undefined : textOf(body, name)

export const numberOf = (body: Body, name: string, otherwise: number): number => {
  const value = body[name] ?? otherwise
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new ControlError(400, `"${name}" has to be a number`)
}

/** A whole number within bounds. */
export const wholeOf = (body: Body, name: string, otherwise: number, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): number => {
  const value = numberOf(body, name, otherwise)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new ControlError(400, `"${name}" has to be a whole number between ${min} and ${max}`)
}

/** Ten years: beyond some thousands of them there are no dates any more. */
const secondsMax = 10 * 366 * 86_400

/** A span of time in whole seconds, ten years at most. */
export const secondsOf = (body: Body, otherwise: number): number => wholeOf(body, 'seconds', otherwise, { max: secondsMax })

/** One of some words; the first of them when nothing is said. */
export const oneOf = <T extends string>(body: Body, name: string, words: readonly [T, ...T[]]): T => {
  const value = body[name] ?? words[0]
  const known = words.find((word) => word === value)
  if (known !== undefined) return known
  throw new ControlError(400, `"${name}" has to be one of ${words.join(', ')}`)
}

/** The thing that a path names. @throws ControlError 404 when it is not there. */
export const found = <T>(thing: T | undefined, id: string): T => {
  if (thing === undefined) throw new ControlError(404, `there is no ${id}`)
  return thing
}

/** What a control call does; `path` holds the pieces that its route names. */
export type Control = (sim: Sim, body: Body, path: Record<string, string>) => unknown
export type ControlCall = [method: 'GET' | 'POST' | 'DELETE', path: string, run: Control]
