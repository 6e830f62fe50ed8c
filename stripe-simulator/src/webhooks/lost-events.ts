type Loss = { type: string; left: number }

/** Events that Stripe never makes: what happened has happened, and nothing tells of it, not even the list of events. */
export class LostEvents {
  #losses: Loss[] = []

  /** Loses the next `count` events of a type; `charge.*` and `*` stand for several. */
  lose(type = '*', count = 1): void {
    this.#losses.push({ type, left: count })
  }

  /** From now on every event is made again. */
  clear(): void {
    this.#losses = []
  }

  list(): Loss[] {
    return this.#losses.map((loss) => ({ ...loss }))
  }

  /** Whether an event that is about to be made gets lost; uses up one of the planned losses. */
  take(type: string): boolean {
    const loss = this.#losses.find(({ type: wanted, left }) => left > 0 && isLike(type, wanted))
    if (!loss) return false
    loss.left -= 1
    this.#losses = this.#losses.filter(({ left }) => left > 0)
    return true
  }
}

const isLike = (type: string, wanted: string): boolean =>
  wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
