/** How many requests are on their way at once: to one endpoint, and to all together. */
const perEndpointMax = 8
const inAllMax = 512

type Waiting = { id: string; turn: number }

/**
 * Deliveries that wait for their turn, in a line for each endpoint: one that hangs keeps only itself waiting. Between the
 * endpoints that have a place free, the oldest goes first.
 */
export class Lines {
  readonly #lines = new Map<string, Waiting[]>()
  #turns = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  push(endpoint: string, id: string): void {
    const line = this.#lines.get(endpoint)
    const waiting = { id, turn: ++this.#turns }
    if (line) line.push(waiting)
    else this.#lines.set(endpoint, [waiting])
    this.#size += 1
  }

  /** The first whose endpoint has a place free. */
  take(places: Places): string | undefined {
    let first: Waiting[] | undefined
    for (const [endpoint, line] of this.#lines)
      if (places.isFree(endpoint) && (!first || line[0]!.turn < first[0]!.turn)) first = line
    const taken = first?.shift()
    if (!taken) return undefined
    this.#size -= 1
    if (first?.length === 0) for (const [endpoint, line] of this.#lines) if (line === first) this.#lines.delete(endpoint)
    return taken.id
  }

  remove(endpoint: string, id: string): void {
    const line = this.#lines.get(endpoint)
    const left = line?.filter((waiting) => waiting.id !== id) ?? []
    this.#size -= (line?.length ?? 0) - left.length
    if (left.length > 0) this.#lines.set(endpoint, left)
    else this.#lines.delete(endpoint)
  }

  /** Takes everything out, in the order it came. */
  drain(): string[] {
    const all = [...this.#lines.values()].flat().sort((a, b) => a.turn - b.turn)
    this.#lines.clear()
    this.#size = 0
    return all.map(({ id }) => id)
  }
}

/** How many requests are on their way, to each endpoint and in all. */
export class Places {
  readonly #taken = new Map<string, number>()
  #inAll = 0

  get inAll(): number {
    return this.#inAll
  }

  isFree(endpoint: string): boolean {
    return this.#inAll < inAllMax && (this.#taken.get(endpoint) ?? 0) < perEndpointMax
  }

  take(endpoint: string): void {
    this.#taken.set(endpoint, (this.#taken.get(endpoint) ?? 0) + 1)
    this.#inAll += 1
  }

  leave(endpoint: string): void {
    const left = (this.#taken.get(endpoint) ?? 0) - 1
    if (left > 0) this.#taken.set(endpoint, left)
    else this.#taken.delete(endpoint)
    this.#inAll -= 1
  }
}
