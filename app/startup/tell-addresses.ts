import type { DemoLogin } from '../demo/demo-logins.ts'
import type { Deps } from '../deps.ts'

/** Prints what whoever started Florin wants to know: where to go, and who to be there. */
export async function tellAddresses(deps: Deps, parts: { http: boolean; worker: boolean }, logins: DemoLogin[]): Promise<void> {
  const { config } = deps
  if (!parts.http) {
    console.log('Florin’s worker is running.')
    return
  }
  const lines = [`Florin is running: ${config.publicUrl}`]
  if (config.stripe?.apiBase) lines.push(`Simulated Stripe (no money moves): ${config.stripe.apiBase}`)
  else lines.push(`Talking to Stripe in ${config.stripe?.mode} mode.`)
  if (config.databaseUrl === null) lines.push(`Data is kept in ${config.dataDir}`)
  if (logins.length > 0) {
    lines.push('', 'Demo log-ins (this installation only):')
    const width = Math.max(...logins.map((login) => login.email.length))
    lines.push(...logins.map((login) => `  ${login.email.padEnd(width)}  ${login.password}  ${login.who}, ${login.company}`))
  }
  lines.push('', 'Ctrl-C stops it.')
  console.log(lines.join('\n'))
}
