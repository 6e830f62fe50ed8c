import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embeddedMajor } from '../../app/db/embedded-binaries.ts'
import { type Child, freePort, startChild } from './child.ts'
import type { Shape, Surroundings } from './florin.ts'

const ready = /Ctrl-C stops it/

/**
 * Florin as `npm start` runs it: one process with its embedded database, its simulator and its demo.
 * @param pages whether the web pages are built first; stories over the API need none.
 * @param fromNothing on an empty data folder; otherwise on a copy of the demo that DEMO_FOLDER names, where it names one.
 */
export async function startOneProcess({
  pages = false,
  fromNothing = false,
} = {}): Promise<Shape & { said(): string; dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'florin-story-'))
  const demo = process.env.DEMO_FOLDER
  if (demo && !fromNothing) await cp(demo, dataDir, { recursive: true, verbatimSymlinks: true })
  const port = await freePort()
  const env = {
    DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: 'warn',
    ...(pages ? {} : { FLORIN_DEV: '1' }),
  }
  const start = () => startChild('app/main.ts', ['start'], env, ready)
  let child: Child = await start()
  let found = await look(dataDir, port, child.said())
  return {
    name: 'one process on the embedded server',
    dataDir,
    said: () => child.said(),
    surroundings: () => found,
    killWorker: () => child.kill(),
    startWorker: async () => {
      child = await start()
      found = await look(dataDir, port, child.said())
    },
    close: async () => {
      await child.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Starts Florin once on a folder and ends it in order, so that stories can begin with a copy of its demo. */
export async function makeDemo(folder: string): Promise<void> {
  const env = { DATA_DIR: folder, PORT: String(await freePort()), LOG_LEVEL: 'warn', FLORIN_DEV: '1' }
  await (await startChild('app/main.ts', ['start'], env, ready)).stop()
}

/** Finds out where everything is, from what the start printed and what it keeps in its folder. */
export async function look(dataDir: string, port: number, said: string): Promise<Surroundings> {
  const text = (file: string) => readFile(join(dataDir, file), 'utf8')
  const password = (await text('postgresql/postgresql.password')).trim()
  const databasePort = (await text(`postgresql/cluster-${embeddedMajor}/postmaster.pid`)).split('\n')[3]!.trim()
  const database = (login: string) => `postgres://${login}:${password}@127.0.0.1:${databasePort}/florin`
  const simulatorUrl = /Simulated Stripe[^:]*: (http:\S+)/.exec(said)?.[1]
  if (!simulatorUrl) throw new Error(`the start told no address of the simulator:\n${said}`)
  return {
    // A browser sends its own address along as the origin; that is the one Florin printed.
    addresses: [`http://localhost:${port}`],
    databaseUrl: database('florin'),
    ownerUrl: database('florin_owner'),
    secret: (await text('florin.secret')).trim(),
    simulatorUrl,
    keys: JSON.parse(await text('simulator-keys.json')) as Surroundings['keys'],
  }
}
