import { join } from 'node:path'
import { type Config, ConfigError, type StripeConfig } from '../config.ts'
import { startEmbeddedServer } from '../db/embedded-server.ts'
import { migrate } from '../db/migrate.ts'
import type { Deps } from '../deps.ts'
import type { Secrets } from '../identity/secret.ts'
import { holdFolder } from './hold-folder.ts'
import { openDeps } from './open-deps.ts'

/**
 * Runs a command's work on the installation's data: its own database, or the embedded one, which nobody else may be using.
 * @param readSecrets is called once the data folder is held, so that nobody else changes what it reads.
 * @throws ConfigError where there is only the demo, or Florin is running on the folder.
 */
export async function withDeps<T>(
  config: Config,
  readSecrets: () => Promise<Secrets>,
  work: (deps: Deps, secrets: Secrets) => Promise<T>,
): Promise<T> {
  const stripe: StripeConfig | null = config.stripe
  if (!stripe) {
    throw new ConfigError('Without the STRIPE_ variables Florin is a demo, which looks after itself. Set them first.')
  }
  const undo: (() => Promise<unknown>)[] = []
  try {
    let databaseUrl = config.databaseUrl
    if (!databaseUrl) {
      undo.push(await holdFolder(config.dataDir))
      const server = await startEmbeddedServer(join(config.dataDir, 'postgresql'))
      undo.push(() => server.stop())
      await migrate(server.migrationUrl, server.servingLogin)
      databaseUrl = server.url
    }
    const secrets = await readSecrets()
    const { deps, close } = await openDeps(config, { stripe, databaseUrl, secrets })
    undo.push(close)
    return await work(deps, secrets)
  } finally {
    for (const step of undo.reverse()) await step()
  }
}
