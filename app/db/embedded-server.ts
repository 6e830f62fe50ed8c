import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { basename, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { unless } from '../unless.ts'
import { beside, embeddedMajor, embeddedPackage, exists, placeBinaries } from './embedded-binaries.ts'

export type EmbeddedServer = {
  /** For serving: a login that owns nothing and cannot bypass row-level security. */
  url: string
  /** For migrating: the owner of the database. */
  migrationUrl: string
  /** The serving login's name; migrations grant it the application's roles. */
  servingLogin: string
  stop(): Promise<void>
}

const startTimeoutMs = 20_000
const stopTimeoutMs = 3_000
const orphanTimeoutMs = 20_000
const unprivilegedId = 65_534 // "nobody" on every Linux this runs on

/**
 * Starts the embedded PostgreSQL on loopback with its data in `folder`, creating the cluster on first use.
 * fsync stays on: what is acknowledged survives a kill of everything.
 *
 * @param source the package with its binaries; another version's for tests.
 * @param signal ends the start, with nothing left running.
 * @throws when another Florin holds the folder, or the server does not come up (with the end of its log).
 */
export async function startEmbeddedServer(
  folder: string,
  source = embeddedPackage(),
  signal = new AbortController().signal,
): Promise<EmbeddedServer> {
  const home = resolve(folder)
  await mkdir(home, { recursive: true })
  const native = await unless(signal, placeBinaries(home, source))
  const data = join(home, `cluster-${embeddedMajor}`)
  const asUser = await chooseUser(home)
  await endOrphan(data)

  const password = await clusterPassword(home, asUser)
  if (!(await exists(join(data, 'PG_VERSION')))) await createCluster({ native, home, data, asUser, signal })

  signal.throwIfAborted()
  const port = await freePort()
  const log = await open(join(home, 'postgresql.log'), 'a')
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '120',
    shared_buffers: '128MB',
    jit: 'off',
    log_min_messages: 'warning',
    // Statements may carry personal data: never in a log file.
    log_min_error_statement: 'panic',
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawnServer(asUser, [join(native, 'bin/postgres'), '-D', data, ...args], log.fd)
  await log.close()

  const address = (login: string) => `postgres://${login}:${password}@127.0.0.1:${port}/florin`
  try {
    await untilReady(server, address('florin_owner').replace(/florin$/, 'postgres'), join(home, 'postgresql.log'), signal)
    await ensureDatabase(address('florin_owner').replace(/florin$/, 'postgres'), password)
  } catch (error) {
    await stop(server)
    throw error
  }
  return { url: address('florin'), migrationUrl: address('florin_owner'), servingLogin: 'florin', stop: () => stop(server) }
}

/**
 * A session of its own: a signal to Florin's group must reach Florin alone, which then stops the server in order (SIGTERM, which
 * service managers send to all, would have the server wait for its clients). Should Florin be killed, its end of the pipe closes,
 * and a shell that waits there for nothing else has the server shut down.
 */
const guarded = '( ( cat >/dev/null; kill -INT $$ 2>/dev/null ) <&3 >/dev/null 2>&1 & ) 3<&0; exec "$@" </dev/null'

function spawnServer(asUser: RunAs, [postgres, ...args]: [string, ...string[]], log: number): ChildProcess {
  const command = asUser.command(postgres, args)
  const options = { ...asUser.spawnOptions, detached: true }
  const server = spawn('/bin/sh', ['-c', guarded, 'postgres', ...command], { ...options, stdio: ['pipe', log, log] })
  // The number of a server that is gone may be given to another program: nobody waits to stop it any more.
  server.once('exit', () => server.stdin?.destroy())
  return server
}

type RunAs = { command(file: string, args: string[]): string[]; spawnOptions: { uid?: number; gid?: number } }

/** PostgreSQL refuses to run as root. Root either maps itself to another id (files stay reachable) or really becomes one. */
async function chooseUser(home: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { command: (file, args) => [file, ...args], spawnOptions: {} }
  const map = ['--user', `--map-user=${unprivilegedId}`, `--map-group=${unprivilegedId}`]
  if (spawnSync('unshare', [...map, 'true']).status === 0) {
    return { command: (file, args) => ['unshare', ...map, file, ...args], spawnOptions: {} }
  }
  await chown(home, unprivilegedId, unprivilegedId)
  return { command: (file, args) => [file, ...args], spawnOptions: { uid: unprivilegedId, gid: unprivilegedId } }
}

async function clusterPassword(home: string, asUser: RunAs): Promise<string> {
  const file = join(home, 'postgresql.password')
  if (!(await exists(file))) {
    await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 })
    const { uid, gid } = asUser.spawnOptions
    if (uid !== undefined && gid !== undefined) await chown(file, uid, gid)
  }
  return (await readFile(file, 'utf8')).trim()
}

type NewCluster = { native: string; home: string; data: string; asUser: RunAs; signal: AbortSignal }

/** Makes the cluster beside its place and then puts it there: a start that was killed half-way must not leave one that looks complete. */
async function createCluster({ native, home, data, asUser, signal }: NewCluster): Promise<void> {
  const partial = await beside(data)
  const initdb = ['-D', partial, '-U', 'florin_owner', '-A', 'scram-sha-256', '--pwfile', join(home, 'postgresql.password')]
  const [command, ...args] = asUser.command(join(native, 'bin/initdb'), [
    ...initdb,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
  ])
  await run(command!, args, asUser, signal)
  await rename(partial, data)
}

/** Out of reach of signals to Florin's group: Florin ends it when its start is ended. */
async function run(command: string, args: string[], { spawnOptions }: RunAs, signal: AbortSignal): Promise<void> {
  const child = spawn(command, args, { ...spawnOptions, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  signal.addEventListener('abort', () => child.kill('SIGTERM'))
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('close', done)
  })
  signal.throwIfAborted()
  if (code !== 0) throw new Error(`The embedded PostgreSQL could not be made (${basename(command)} ended with ${code}):\n${said}`)
}

/** A server left behind by a killed Florin is stopped in order, so that its folder can be used again. */
async function endOrphan(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid')
  if (!(await exists(pidFile))) return
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0])
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  if (!commandLine.includes(data)) return
  process.kill(pid, 'SIGINT')
  for (let waited = 0; waited < orphanTimeoutMs && (await exists(pidFile)); waited += 50) await wait(50)
}

async function untilReady(server: ChildProcess, url: string, logFile: string, signal: AbortSignal): Promise<void> {
  let ended = false
  server.once('exit', () => {
    ended = true
  })
  for (let waited = 0; waited < startTimeoutMs && !ended; waited += 30) {
    signal.throwIfAborted()
    const client = new pg.Client({ connectionString: url })
    const up = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => {})
    if (up) return
    await wait(30)
  }
  const log = await readFile(logFile, 'utf8').catch(() => '')
  throw new Error(`The embedded PostgreSQL did not start. The end of ${logFile}:\n${log.split('\n').slice(-8).join('\n')}`)
}

async function ensureDatabase(url: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount: login } = await client.query(`SELECT 1 FROM pg_roles WHERE rolname = 'florin'`)
    if (!login) await client.query(`CREATE ROLE florin LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '${password}'`)
    const { rowCount: database } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'florin'`)
    if (!database) await client.query('CREATE DATABASE florin')
  } finally {
    await client.end()
  }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = new Promise<void>((done) => server.once('exit', () => done()))
  server.kill('SIGINT') // fast shutdown: open transactions roll back
  const timer = setTimeout(() => server.kill('SIGQUIT'), stopTimeoutMs)
  await ended
  clearTimeout(timer)
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
}
