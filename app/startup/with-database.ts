import type { Config } from '../config.ts'
import { startEmbeddedServer } from '../db/embedded-server.ts'
import { migrate } from '../db/migrate.ts'
import { holdFolder } from './hold-folder.ts'

/**
 * For a command that runs and ends: the database of DATABASE_URL, or the embedded one, started and brought up to date for as long
 * as the work takes.
 * @throws ConfigError when Florin runs on the folder at this moment.
 */
export async function withDatabase(config: Config, work: (url: string) => Promise<void>): Promise<void> {
  if (config.databaseUrl) return work(config.databaseUrl)
  const undo = [await holdFolder(config.dataDir)]
  try {
    const server = await startEmbeddedServer(`${config.dataDir}/postgresql`)
    undo.push(() => server.stop())
    await migrate(server.migrationUrl, server.servingLogin)
    await work(server.url)
  } finally {
    for (const step of undo.reverse()) await step()
  }
}
