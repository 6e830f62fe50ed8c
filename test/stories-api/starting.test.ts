import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { embeddedMajor } from '../../app/db/embedded-binaries.ts'
import { demoPeople } from '../../app/demo/people.ts'
import { isFree } from '../../app/startup/free-port.ts'
import { type Foreground, freePort, runToEnd, startAtTerminal } from '../florin/child.ts'
import { Florin, until } from '../florin/florin.ts'
import { look } from '../florin/one-process.ts'
import {
  buyer,
  letPayOnline,
  linkStripe,
  paymentOf,
  placeOrder,
  receivables,
  startPaying,
  untilPaid,
  visa,
} from '../florin/trade.ts'

const ready = /Ctrl-C stops it/
let dataDir: string
/** `FLORIN_DEV`: these stories need no pages, and building them takes longer than all of this. */
const env = (port?: number) => ({
  DATA_DIR: dataDir,
  LOG_LEVEL: 'warn',
  FLORIN_DEV: '1',
  ...(port === undefined ? {} : { PORT: String(port) }),
})

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'florin-start-'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

/** Started at a terminal, on the same folder each time. */
async function start(port: number): Promise<{ florin: Florin; terminal: Foreground }> {
  const terminal = await startAtTerminal('start', env(port), ready)
  const surroundings = await look(dataDir, port, terminal.said())
  const florin = new Florin({
    name: 'npm start',
    surroundings: () => surroundings,
    killWorker: async () => {},
    startWorker: async () => {},
    close: async () => {},
  })
  return { florin, terminal }
}

describe('npm start', () => {
  test('Ctrl-C ends all of it; the second start finds people, orders, payments and Stripe as they were', async () => {
    const port = await freePort()
    const first = await start(port)
    await linkStripe(first.florin)
    await letPayOnline(first.florin, 'Petal & Stem')
    const petra = await first.florin.as(buyer)
    const paid = await placeOrder(petra)
    await first.florin.simulator.pay((await startPaying(petra, paid)).url, visa)
    await untilPaid(petra, paid)
    const open = await placeOrder(petra)
    const { url } = await startPaying(petra, open)
    await first.florin.settled()
    const { logins, surroundings } = { logins: await first.florin.logins(), surroundings: first.florin.shape.surroundings() }
    await first.florin.close()

    await first.terminal.ctrlC()
    expect(first.terminal.said()).not.toMatch(/While stopping|rror/)
    expect(await isFree(port, '127.0.0.1')).toBe(true)
    for (const address of [surroundings.simulatorUrl, surroundings.databaseUrl])
      expect(await isFree(Number(new URL(address).port), '127.0.0.1')).toBe(true)
    expect(existsSync(join(dataDir, `postgresql/cluster-${embeddedMajor}/postmaster.pid`))).toBe(false)

    const second = await start(port)
    expect(await second.florin.logins()).toEqual(logins)
    const again = await second.florin.as(buyer)
    expect(await paymentOf(again, paid)).toMatchObject({ state: 'paid', receipt: { cardLast4: '4242' } })
    const { items } = await (await second.florin.as(receivables)).read<{ items: unknown[] }>(
      `/api/payments?search=${paid.number}`,
    )
    expect(items).toHaveLength(1)
    // The page that was open at Stripe can still be paid, and is posted like any other.
    await second.florin.simulator.pay(url, visa)
    await untilPaid(again, open)
    await second.florin.settled()
    expect(await second.florin.faults()).toEqual([])
    await second.florin.close()
    await second.terminal.ctrlC()
  })
})

describe('Ctrl-C in the middle of a start', () => {
  const demoEmails = Object.values(demoPeople).flatMap((people) => people.map(({ email }) => email))

  /** Every program that has something to do with a folder; told by Linux alone. */
  async function running(folder: string): Promise<string[]> {
    const ids = existsSync('/proc/self') ? (await readdir('/proc')).filter((name) => /^\d+$/.test(name)) : []
    const commands = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')))
    return commands.filter((command) => command.includes(folder))
  }

  test('at any of its moments ends without a word of failure and leaves nothing running; the next start is whole', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'florin-halt-'))
    const begun = () => startAtTerminal('start', { ...env(), DATA_DIR: folder })
    // One after the other: the database is made, it starts, the simulator starts and the demo is filled in.
    const cluster = `postgresql/cluster-${embeddedMajor}`
    for (const file of [`${cluster}/PG_VERSION`, `${cluster}/postmaster.pid`, 'simulator-keys.json']) {
      const terminal = await begun()
      await until(`${file} is there`, async () => existsSync(join(folder, file)))
      await terminal.ctrlC()
      expect(terminal.said()).not.toMatch(/did not start|While stopping|rror/)
      expect(await running(folder)).toEqual([])
    }
    const whole = await startAtTerminal('start', { ...env(), DATA_DIR: folder }, ready)
    for (const email of demoEmails) expect(whole.said()).toContain(email)
    await whole.ctrlC()
    await rm(folder, { recursive: true, force: true })
  })
})

describe('a port that is taken', () => {
  let taken: Server
  let port: number
  beforeAll(async () => {
    taken = createServer()
    port = await new Promise<number>((done) => {
      // 3000 is where Florin looks first; when somebody here has it already, it is taken as well.
      taken.once('error', () => done(3000))
      taken.listen(3000, '127.0.0.1', () => done(3000))
    })
  })
  afterAll(() => new Promise((done) => taken.close(done)))

  test('when it was asked for: a message that names PORT and what to do, and nothing is left running', async () => {
    const { code, said } = await runToEnd('start', env(port))
    expect(code).not.toBe(0)
    expect(said).toMatch(/Port 3000 is taken by another program\. Set PORT to a free one/)
    expect(existsSync(join(dataDir, `postgresql/cluster-${embeddedMajor}/postmaster.pid`))).toBe(false)
  })

  test('when none was asked for: the next free one, and that is the address that is printed', async () => {
    const terminal = await startAtTerminal('start', env(), ready)
    const [, address] = /Florin is running: (\S+)/.exec(terminal.said()) ?? []
    expect(Number(new URL(address!).port)).toBeGreaterThan(port)
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
    await terminal.ctrlC()
  })
})

describe('a demo that others could reach, and a Florin that could send no mails,', () => {
  test.each([
    ['HOST', { HOST: '0.0.0.0' }, /HOST lets others reach it/],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://florin.example' }, /PUBLIC_URL is not an address of this machine/],
    ['SMTP_URL', { DEMO: 'off' }, /SMTP_URL is missing/],
  ])('do not start, and name %s', async (_, setting, words) => {
    const { code, said } = await runToEnd('start', { ...env(), ...setting })
    expect(code).not.toBe(0)
    expect(said).toMatch(words)
    expect(said).not.toMatch(/Florin is running/)
  })
})
