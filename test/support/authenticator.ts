import { vi } from 'vitest'
import { codeOfStep } from '../../app/identity/factors/time-codes.ts'

const stepMs = 30_000

/** Stops the clock of this process in the middle of a time step; only a test moves it from then on. `vi.useRealTimers` ends it. */
export function holdTime(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / stepMs) * stepMs + stepMs / 2 })
}

/** An authenticator app that has scanned a code, on a held clock. */
export function authenticator(uri: string) {
  const secret = readSecret(uri)
  const codeAt = (steps: number) => codeOfStep(secret, Math.floor(Date.now() / stepMs) + steps)
  return {
    /** What it shows now, or so many steps from now. */
    shows: (steps = 0) => codeAt(steps),
    /** Waits for the next code, as a person does who has just used one. */
    next: () => {
      vi.setSystemTime(Date.now() + stepMs)
      return codeAt(0)
    },
  }
}

/** The secret in the address that an app scans, which is written in base 32. */
function readSecret(uri: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...new URL(uri).searchParams.get('secret')!]
    .map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))).toString('latin1')
}
