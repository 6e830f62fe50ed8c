import { randomText } from '../ids.ts'
import type { Sim } from '../simulator.ts'

/** How long the old secret stays good, unless told. */
const overlapSecondsDefault = 86_400

/**
 * Gives an endpoint a new secret, as people do in the dashboard. Until the old one ends, every delivery is signed with both.
 * @param overlapSeconds how long the old secret stays good, by the simulator's clock; 0 ends it now.
 * @returns the new secret. @throws Error when there is no such endpoint.
 */
export function rollSecret(sim: Sim, endpointId: string, overlapSeconds = overlapSecondsDefault): string {
  const known = sim.state.records.webhookSecrets[endpointId]
  if (!known) throw new Error(`there is no webhook endpoint ${endpointId}`)
  const secret = `whsec_${randomText(32)}`
  sim.state.records.webhookSecrets[endpointId] = {
    secret,
    connect: known.connect,
    previous: { secret: known.secret, until: sim.clock.now() + overlapSeconds },
  }
  sim.changed()
  return secret
}

/** The secrets a delivery is signed with at a moment: the present one first. @param now seconds since 1970. */
export function secretsOf(sim: Sim, endpointId: string, now: number): string[] {
  const known = sim.state.records.webhookSecrets[endpointId]
  if (!known) return ['']
  return known.previous && known.previous.until > now ? [known.secret, known.previous.secret] : [known.secret]
}
