import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { readConfig } from '../../app/config.ts'
import { type DemoLogin, demoLogins } from '../../app/demo/demo-logins.ts'
import type { Deps } from '../../app/deps.ts'
import { checkInvariants, compareClearing } from '../../app/reconciliation/check-invariants.ts'
import { openDeps } from '../../app/startup/open-deps.ts'
import { type Person, signIn } from './person.ts'
import { SimulatorControl } from './simulator-control.ts'

/** What is needed to look at a running Florin from outside, past its walls. */
export type Surroundings = {
  addresses: string[]
  databaseUrl: string
  ownerUrl: string
  secret: string
  simulatorUrl: string
  keys: { secretKey: string; publishableKey: string; webhookSecret: string; connectWebhookSecret: string }
}

/** A Florin that runs in processes of its own, started as people start it. */
export type Shape = {
  name: string
  surroundings(): Surroundings
  /** Kills whatever works the queues, as a power cut would. */
  killWorker(): Promise<void>
  /** Starts it again. Addresses may change. */
  startWorker(): Promise<void>
  close(): Promise<void>
}

const conditionSecondsMax = 20
const lookEveryMs = 50

/** What stories are told with: people, the simulated Stripe, and a look into the books. */
export class Florin {
  readonly shape: Shape
  #eyes: { deps: Deps; owner: pg.Pool; close(): Promise<void> } | null = null
  #people = new Map<string, Promise<Person>>()

  constructor(shape: Shape) {
    this.shape = shape
  }

  get simulator(): SimulatorControl {
    const { simulatorUrl, keys } = this.shape.surroundings()
    return new SimulatorControl(simulatorUrl, keys.secretKey)
  }

  async eyes() {
    this.#eyes ??= await openEyes(this.shape.surroundings())
    return this.#eyes
  }

  /** Rows, seen as the owner of the database sees them. */
  async rows<T extends Record<string, unknown>>(query: string, values: unknown[] = []): Promise<T[]> {
    const { owner } = await this.eyes()
    return (await owner.query(query, values)).rows as T[]
  }

  async count(table: string, where = 'true', values: unknown[] = []): Promise<number> {
    const [row] = await this.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE ${where}`, values)
    return row!.n
  }

  async logins(): Promise<DemoLogin[]> {
    return demoLogins((await this.eyes()).deps)
  }

  /** A demo person, signed in once and then remembered. */
  as(email: string): Promise<Person> {
    let person = this.#people.get(email)
    if (!person) {
      person = this.logins().then((logins) => {
        const login = logins.find((each) => each.email === email)
        if (!login) throw new Error(`there is no demo log-in ${email}`)
        return signIn(this.shape.surroundings().addresses, email, login.password)
      })
      this.#people.set(email, person)
    }
    return person
  }

  async companyId(slug: string): Promise<string> {
    const [row] = await this.rows<{ id: string }>('SELECT id FROM companies WHERE slug = $1', [slug])
    return row!.id
  }

  /** Everything wrong with the books of every company here, and between them and Stripe; none when all is well. */
  async faults(): Promise<string[]> {
    const { deps } = await this.eyes()
    const found: string[] = []
    for (const { id, slug } of await this.rows<{ id: string; slug: string }>('SELECT id, slug FROM companies')) {
      const faults = [...(await checkInvariants(deps, id)), ...(await compareClearing(deps, id))]
      found.push(...faults.map((fault) => `${slug}: ${fault.invariant}: ${fault.found}`))
    }
    return found
  }

  /** Stripe has told everything it has to tell, and all that follows from it is done: nothing waits in the queues. */
  async settled(): Promise<void> {
    await this.simulator.control('POST', '/webhooks/flush')
    await until('the queues are empty', async () => (await this.waiting()) === 0, 60)
  }

  async waiting(): Promise<number> {
    // What is to be done on a later day, such as ending an order that nobody pays, keeps nobody waiting now.
    const now = "state = 'waiting' AND (due_at <= now() OR tries > 0)"
    return (await this.count('inbox', "state = 'waiting'")) + (await this.count('outbox', now))
  }

  async killWorker(): Promise<void> {
    await this.shape.killWorker()
    await this.#close()
  }

  /** Starts the killed worker again; what it had taken to itself is free at once, as it would be after a minute and a half. */
  async startWorker(): Promise<void> {
    await this.shape.startWorker()
    await this.#close()
    await this.rows('UPDATE inbox SET leased_until = now() WHERE leased_until IS NOT NULL')
    await this.rows('UPDATE outbox SET leased_until = now() WHERE leased_until IS NOT NULL')
  }

  async close(): Promise<void> {
    await this.#close()
    await this.shape.close()
  }

  async #close(): Promise<void> {
    await this.#eyes?.close()
    this.#eyes = null
  }
}

async function openEyes({ databaseUrl, ownerUrl, secret, simulatorUrl, keys }: Surroundings) {
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    FLORIN_SECRET: secret,
    STRIPE_SECRET_KEY: keys.secretKey,
    STRIPE_PUBLISHABLE_KEY: keys.publishableKey,
    STRIPE_WEBHOOK_SECRET: keys.webhookSecret,
    STRIPE_CONNECT_WEBHOOK_SECRET: keys.connectWebhookSecret,
    STRIPE_API_BASE: simulatorUrl,
    LOG_LEVEL: 'silent',
  })
  const { deps, close } = await openDeps(config, { stripe: config.stripe!, databaseUrl, secrets: { current: secret, old: [] } })
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 })
  owner.on('error', () => {})
  return {
    deps,
    owner,
    close: async () => {
      await close()
      await owner.end()
    },
  }
}

/**
 * Waits for something that another process does, looking again and again.
 * @param secondsMax how long, at most. @throws when it has not come true by then, saying what it was.
 */
export async function until(what: string, isTrue: () => Promise<boolean>, secondsMax = conditionSecondsMax): Promise<void> {
  const last = performance.now() + secondsMax * 1000
  while (!(await isTrue())) {
    if (performance.now() > last) throw new Error(`It did not come true within ${secondsMax} s: ${what}.`)
    await new Promise((done) => setTimeout(done, lookEveryMs))
  }
}

/** Keys of a simulated Stripe, made up for one run. */
export function inventKeys(): Surroundings['keys'] {
  const random = () => randomBytes(12).toString('hex')
  return {
    secretKey: `sk_test_story${random()}`,
    publishableKey: `pk_test_story${random()}`,
    webhookSecret: `whsec_${random()}`,
    connectWebhookSecret: `whsec_${random()}`,
  }
}
