import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedServer } from '../../app/db/embedded-server.ts'
import { migrate } from '../../app/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    ownerUrl: string
    servingUrl: string
  }
}

/** One real PostgreSQL for the whole run; its database `florin` is the migrated template every test file's own is cloned from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'florin-test-'))
  const server = await startEmbeddedServer(folder)
  await migrate(server.migrationUrl, server.servingLogin)
  project.provide('ownerUrl', server.migrationUrl)
  project.provide('servingUrl', server.url)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
