/** Numbers that look random and are the same for every demo: a 32-bit mixer, so that screenshots and tests can rely on them. */
export type Chance = {
  /** An integer from `from` to `to`, both included. */
  between(from: number, to: number): number
  /** One of the given things. */
  oneOf<T>(things: readonly T[]): T
}

export function startChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const between = (from: number, to: number) => from + (next() % (to - from + 1))
  return { between, oneOf: (things) => things[between(0, things.length - 1)]! }
}
