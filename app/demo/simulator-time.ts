/** The simulated Stripe of the demo, with what only a simulator can do: time that is told, and buyers that pay at once. */
export class SimulatorTime {
  readonly #url: string
  #now = new Date(0)

  /** @param url of the simulator. */
  constructor(url: string) {
    this.#url = url
  }

  /**
   * Has the simulator's time begin in the past and stand still; nobody is told by webhooks of what happens until `catchUp`.
   * @param secondsAgo how long ago. @throws when things have happened there already.
   */
  async begin(secondsAgo: number): Promise<void> {
    const { now } = await this.#control<{ now: number }>('/clock/begin', { seconds: secondsAgo })
    this.#now = new Date(now * 1000)
    await this.#control('/webhooks/drop', { count: 1_000_000_000 })
  }

  /** Moves time on to a moment; what comes due on the way (payouts, sessions that run out) happens. Never back. */
  async moveTo(at: Date): Promise<void> {
    const seconds = Math.floor((at.getTime() - this.#now.getTime()) / 1000)
    if (seconds <= 0) return
    await this.#control('/clock/advance', { seconds })
    this.#now = new Date(this.#now.getTime() + seconds * 1000)
  }

  /** Moves time on to the real one and lets it go with it; webhooks are sent again. */
  async catchUp(): Promise<void> {
    await this.#control('/clock/catch-up')
    await this.#control('/webhooks/drop', { count: 0 })
  }

  /** The owner of an account does what Stripe's onboarding asks for. */
  async onboard(stripeAccount: string): Promise<void> {
    await this.#control(`/accounts/${stripeAccount}/onboard`, { outcome: 'complete' })
  }

  /** A buyer pays on Stripe's page. @returns the moment, by the simulator's time. */
  async pay(session: string, card: string): Promise<Date> {
    await this.#control(`/checkout/${session}/pay`, { card })
    return this.#now
  }

  async #control<T>(path: string, body: object = {}): Promise<T> {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${this.#url}/_simulator${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok)
      throw new Error(`The Stripe simulator refused ${path} while the demo was made (${answer.status}): ${text.slice(0, 300)}`)
    return JSON.parse(text) as T
  }
}
