import { createHmac, timingSafeEqual } from 'node:crypto'

const stepMs = 30_000
const digits = 6
/** A code of the step before or after is taken too: clocks differ, and typing takes a while. */
const stepsAround = 1

/** What an authenticator app shows in a time step (RFC 6238, SHA-1). */
export function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const offset = hash.at(-1)! & 15
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

/**
 * The time step that a code belongs to, counted from 1970 in half minutes.
 * @returns null when the app shows it neither now nor a step earlier or later.
 */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const here = Math.floor(now.getTime() / stepMs)
  const given = Buffer.from(code)
  for (let step = here - stepsAround; step <= here + stepsAround; step++) {
    const right = Buffer.from(codeOfStep(secret, step))
    if (given.length === right.length && timingSafeEqual(given, right)) return step
  }
  return null
}
