import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { exists } from '../../app/db/embedded-binaries.ts'
import { startEmbeddedServer } from '../../app/db/embedded-server.ts'

/** The versions Florin promises to run on besides the embedded one. */
export const olderMajors = [15, 16, 17] as const
export type OlderMajor = (typeof olderMajors)[number]
export type OlderServer = { version: string; ownerUrl: string; servingUrl: string; stop(): Promise<void> }

/**
 * Starts an older PostgreSQL as somebody else would run it, with one login that owns the database and is no superuser.
 * @throws when the packages cannot be installed here, with the reason.
 */
export async function startOlderServer(major: OlderMajor): Promise<OlderServer> {
  await installed()
  const folder = await mkdtemp(join(tmpdir(), `florin-postgresql-${major}-`))
  const server = await startEmbeddedServer(folder, join(import.meta.dirname, `node_modules/postgresql-${major}`))
  const address = (from: string, login?: string) => {
    const url = new URL(from)
    url.pathname = '/shared'
    if (login) url.username = login
    return url.href
  }
  const boss = new pg.Client({ connectionString: server.migrationUrl })
  await boss.connect()
  const password = new URL(server.migrationUrl).password
  await boss.query(`CREATE ROLE tenant LOGIN CREATEROLE NOSUPERUSER PASSWORD '${password}'`)
  await boss.query('CREATE DATABASE shared OWNER tenant')
  const version = (await boss.query('SHOW server_version')).rows[0].server_version as string
  await boss.end()
  return {
    version,
    ownerUrl: address(server.migrationUrl),
    servingUrl: address(server.migrationUrl, 'tenant'),
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** They are 70 MB that only these tests need, so they are no part of the project's own installation. */
async function installed(): Promise<void> {
  const packages = olderMajors.map((major) => join(import.meta.dirname, `node_modules/postgresql-${major}/package.json`))
  if ((await Promise.all(packages.map(exists))).every(Boolean)) return
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_(local_)?prefix$/i.test(name)))
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: import.meta.dirname, env })
}
