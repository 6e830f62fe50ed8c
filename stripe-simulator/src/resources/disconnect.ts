import type Stripe from 'stripe'
import { type Sim, scopeOf } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'

/** The platform as the owner of an account sees it: an application that was let in. */
export const applicationOf = (sim: Sim): Stripe.Application => ({
  id: sim.state.records.platform.clientId,
  object: 'application',
  name: sim.state.records.platform.name,
})

/** Ends the connection between an account and the platform, and tells so. */
export function disconnect(sim: Sim, account: string): void {
  delete sim.state.records.connections[account]
  for (const [key, owner] of Object.entries(sim.state.records.accountKeys))
    if (owner === account) delete sim.state.records.accountKeys[key]
  emit(scopeOf(sim, account), 'account.application.deauthorized', applicationOf(sim))
}
