import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from '../config.ts'
import { openDatabase } from '../db/database.ts'
import { resetSecondFactorByCommand } from '../identity/factors/reset-second-factor.ts'
import { withDatabase } from './with-database.ts'

const usage = 'reset-second-factor --email somebody@example.com'

/** `reset-second-factor`: lets a person in again whose app, backup codes and passkeys are lost, where no administrator can. */
export async function runResetSecondFactor(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { email: { type: 'string' } } })
  const email = values.email?.trim().toLowerCase()
  if (!email?.includes('@')) throw new ConfigError(`Whose? Use: ${usage}`)
  await withDatabase(readConfig(process.env), async (url) => {
    const db = openDatabase(url)
    const { name, companies } = await resetSecondFactorByCommand({ db }, email).finally(db.close)
    const where = companies.length > 0 ? companies.join(', ') : 'no company'
    console.log(`The second factors of ${name} (${email}) are gone: app, backup codes and passkeys. Belongs to: ${where}.`)
    console.log('Every session, trusted device and open link has ended. Signing in takes the password, then a new factor.')
    console.log('It is recorded, and the administrators and the person are written to once the worker runs.')
  })
}
