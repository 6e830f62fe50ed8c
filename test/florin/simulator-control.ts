export type Paid = { status: string; [more: string]: unknown }
export type Delivery = {
  id: string
  event: string
  type: string
  account: string
  status: string
  attempts: { status: number | null }[]
}
export type FaultPlan = { kind: string; method?: string; path?: string; account?: string; nth?: number; times?: number }

/** The simulator of another process, by its control addresses; and its API, called as anybody with the key may. */
export class SimulatorControl {
  readonly url: string
  readonly #key: string

  constructor(url: string, key: string) {
    this.url = url
    this.#key = key
  }

  async control<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.url}/_simulator${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`simulator ${method} ${path}: ${answer.status} ${text.slice(0, 400)}`)
    return JSON.parse(text) as T
  }

  onboard(account: string): Promise<unknown> {
    return this.control('POST', `/accounts/${account}/onboard`, { outcome: 'complete' })
  }

  /** Pays on the page a buyer was sent to. @param url of the page. */
  pay(url: string, card: string, more: { threeDs?: 'complete' | 'fail' } = {}): Promise<Paid> {
    const session = /cs_test_\w+/.exec(url)?.[0]
    if (!session) throw new Error(`this is no payment page: ${url}`)
    return this.control('POST', `/checkout/${session}/pay`, { card, ...more })
  }

  /** Every delivery that the simulator remembers, page by page. */
  async deliveries(): Promise<Delivery[]> {
    type Page = { data: Delivery[]; has_more: boolean }
    const all: Delivery[] = []
    for (;;) {
      const after = all.length > 0 ? `&after=${all.at(-1)!.id}` : ''
      const page = await this.control<Page>('GET', `/webhooks/deliveries?limit=1000${after}`)
      all.push(...page.data)
      if (!page.has_more) return all
    }
  }

  addFault(plan: FaultPlan): Promise<{ id: string }> {
    return this.control('POST', '/faults', plan)
  }

  clearFaults(): Promise<unknown> {
    return this.control('DELETE', '/faults')
  }

  faults(): Promise<{ plans: { id: string; seen: number; done: number }[]; held: number }> {
    return this.control('GET', '/faults')
  }

  /** Every object of a kind on an account. */
  async objects<T extends { id: string }>(kind: string, account: string): Promise<T[]> {
    const rows = await this.control<{ account: string; object: T }[]>('GET', `/objects/${kind}`)
    return rows.filter((row) => row.account === account).map(({ object }) => object)
  }

  /** How many charges have no movement on their balance yet. */
  async unsettled(): Promise<number> {
    type Charge = { status: string; captured: boolean; balance_transaction: string | null }
    const rows = await this.control<{ object: Charge }[]>('GET', '/objects/charge')
    const waits = ({ status, captured, balance_transaction }: Charge) =>
      status === 'succeeded' && captured && balance_transaction === null
    return rows.filter(({ object }) => waits(object)).length
  }

  /** A call of Stripe's API on a connected account, as the seller or another tool of his makes it. */
  async api(path: string, account: string, form: Record<string, string>): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${this.#key}`, 'stripe-account': account }
    const answer = await fetch(`${this.url}/v1/${path}`, { method: 'POST', headers, body: new URLSearchParams(form) })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Record<string, unknown>
  }
}
