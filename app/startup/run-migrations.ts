import { readConfig } from '../config.ts'
import { startEmbeddedServer } from '../db/embedded-server.ts'
import { migrate } from '../db/migrate.ts'
import { holdFolder } from './hold-folder.ts'

/** `npm run migrate`: brings the database to the current schema and ends. */
export async function runMigrations(): Promise<void> {
  const config = readConfig(process.env)
  const url = config.databaseMigrationUrl ?? config.databaseUrl
  if (url) {
    const login = config.databaseMigrationUrl && config.databaseUrl ? new URL(config.databaseUrl).username : undefined
    tell(await migrate(url, login))
    return
  }
  const letGo = await holdFolder(config.dataDir)
  const server = await startEmbeddedServer(`${config.dataDir}/postgresql`)
  try {
    tell(await migrate(server.migrationUrl, server.servingLogin))
  } finally {
    await server.stop()
    await letGo()
  }
}

function tell(ran: string[]): void {
  console.log(ran.length === 0 ? 'The database is current.' : `Ran ${ran.join(', ')}.`)
}
