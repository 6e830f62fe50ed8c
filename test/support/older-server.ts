import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** The oldest PostgreSQL that Florin promises to run on; Debian 12 has it. */
const major = 15
const password = 'only-for-this-test'
const startLooksMax = 200

export type OlderServer = { version: string; ownerUrl: string; servingUrl: string; stop(): Promise<void> }

/**
 * Starts a PostgreSQL 15 as somebody else would run it, with one login that owns the database and is no superuser.
 * Installs Debian's package when it is missing and this is root. @throws saying what to install otherwise.
 */
export async function startOlderServer(): Promise<OlderServer> {
  const bin = `/usr/lib/postgresql/${major}/bin`
  if (!existsSync(join(bin, 'postgres'))) install()
  const folder = await mkdtemp(join(tmpdir(), 'florin-older-'))
  // PostgreSQL refuses root: within a user namespace it runs as nobody and the files stay where they are.
  const root = process.getuid?.() === 0
  const prefix = root ? ['unshare', '--user', '--map-user=65534', '--map-group=65534'] : []
  const command = (file: string, args: string[]) => [...prefix, join(bin, file), ...args] as [string, ...string[]]
  await writeFile(join(folder, 'password'), password)
  const [init, ...initArgs] = command('initdb', [
    '-D',
    join(folder, 'data'),
    '-U',
    'boss',
    '-A',
    'scram-sha-256',
    '--pwfile',
    join(folder, 'password'),
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ])
  execFileSync(init, initArgs, { stdio: 'ignore' })
  const port = await freePort()
  const [run, ...runArgs] = command('postgres', [
    '-D',
    join(folder, 'data'),
    '-c',
    `port=${port}`,
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
  ])
  const server = spawn(run, runArgs, { stdio: 'ignore' })
  const url = (login: string, database: string) => `postgres://${login}:${password}@127.0.0.1:${port}/${database}`
  const version = await prepare(url('boss', 'postgres'), server)
  return {
    version,
    ownerUrl: url('boss', 'florin'),
    servingUrl: url('tenant', 'florin'),
    stop: async () => {
      const ended = new Promise((done) => server.once('exit', done))
      server.kill('SIGINT')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function install(): void {
  const words = `PostgreSQL ${major} is missing. Install Debian's package postgresql-${major} and run the tests again.`
  if (process.getuid?.() !== 0) throw new Error(words)
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    execFileSync('apt-get', ['install', '-y', '-qq', `postgresql-${major}`], { stdio: 'ignore' })
  } catch (error) {
    throw new Error(words, { cause: error })
  }
}

async function prepare(url: string, server: ChildProcess): Promise<string> {
  for (let look = 0; look < startLooksMax && server.exitCode === null; look++) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.query(`CREATE ROLE tenant LOGIN CREATEROLE NOSUPERUSER PASSWORD '${password}'`)
      await client.query('CREATE DATABASE florin OWNER tenant')
      return (await client.query('SHOW server_version')).rows[0].server_version
    } catch (error) {
      const starting = (error as { code?: string }).code === 'ECONNREFUSED' || (error as { code?: string }).code === '57P03'
      if (!starting) throw error
      await new Promise((done) => setTimeout(done, 50))
    } finally {
      await client.end().catch(() => {})
    }
  }
  throw new Error('PostgreSQL 15 did not start')
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
}
