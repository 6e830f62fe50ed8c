import { ConfigError } from './config.ts'
import { runCreateCompany } from './startup/create-company.ts'
import { runDev } from './startup/dev.ts'
import { runResetSecondFactor } from './startup/reset-second-factor.ts'
import { runMigrations } from './startup/run-migrations.ts'
import { runRotateSecret } from './startup/run-rotate-secret.ts'
import { startFlorin } from './startup/start-florin.ts'

/** What each command runs: everything, or a part where several processes share one database. */
const commands: Record<string, () => Promise<void>> = {
  start: () => startFlorin({ http: true, worker: true, prepare: true, demo: true }),
  app: () => startFlorin({ http: true, worker: false, prepare: false, demo: false }),
  worker: () => startFlorin({ http: false, worker: true, prepare: false, demo: false }),
  migrate: runMigrations,
  'create-company': runCreateCompany,
  'reset-second-factor': runResetSecondFactor,
  'rotate-secret': runRotateSecret,
  dev: runDev,
}

const command = process.argv[2] ?? 'start'
const run = commands[command]
if (!run) {
  console.error(`There is no command "${command}". Use one of: ${Object.keys(commands).join(', ')}.`)
  process.exit(2)
}
try {
  await run()
} catch (error) {
  // A setting or a port that is wrong is the reader's to mend: words, no stack.
  const plain = error instanceof ConfigError || process.env.LOG_LEVEL !== 'debug'
  console.error(plain ? `Florin did not start. ${(error as Error).message}` : error)
  process.exit(1)
}
