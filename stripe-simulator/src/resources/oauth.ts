import type Stripe from 'stripe'
import { randomText } from '../ids.ts'
import { endpoint } from '../protocol/endpoint.ts'
import { OAuthRefusal } from '../protocol/errors.ts'
import { oneOf, required, text } from '../protocol/params.ts'
import { modeOf, type Sim, scopeOf } from '../simulator.ts'
import { emit } from '../webhooks/events.ts'
import { applicationOf, disconnect } from './disconnect.ts'

const codeLifeSeconds = 300

/** The owner of an account allowed the platform in: a code it can exchange once within five minutes. */
export function grantAccess(sim: Sim, account: string): string {
  const code = `ac_${randomText(32)}`
  sim.state.records.oauthCodes[code] = { account, expiresAt: sim.clock.now() + codeLifeSeconds, isUsed: false }
  sim.changed()
  return code
}

function exchange(sim: Sim, code: string): Stripe.OAuthToken {
  const { records } = sim.state
  const grant = records.oauthCodes[code]
  if (!grant) throw new OAuthRefusal(400, 'invalid_grant', `Authorization code does not exist: ${code.slice(0, 40)}`)
  if (grant.isUsed)
    throw new OAuthRefusal(
      400,
      'invalid_grant',
      'This authorization code has already been used. All tokens issued with this code have been revoked.',
    )
  if (grant.expiresAt <= sim.clock.now()) throw new OAuthRefusal(400, 'invalid_grant', 'Authorization code expired')
  grant.isUsed = true
  const [key, publishableKey] = [`sk_${modeOf(sim)}_${randomText(32)}`, `pk_${modeOf(sim)}_${randomText(32)}`]
  records.accountKeys[key] = grant.account
  records.accountKeys[publishableKey] = grant.account
  const isNew = records.connections[grant.account] === undefined
  records.connections[grant.account] ??= sim.clock.now()
  if (isNew) emit(scopeOf(sim, grant.account), 'account.application.authorized', applicationOf(sim))
  return {
    access_token: key,
    livemode: sim.settings.livemode,
    refresh_token: `rt_${randomText(32)}`,
    scope: 'read_write',
    stripe_publishable_key: publishableKey,
    stripe_user_id: grant.account,
    token_type: 'bearer',
  }
}

export const oauthEndpoints = [
  endpoint(
    'POST',
    '/oauth/token',
    {
      grant_type: required(oneOf('authorization_code', 'refresh_token')),
      code: text(),
      refresh_token: text(),
      scope: text(),
      client_secret: text(),
      client_id: text(),
    },
    (call, params) => {
      if (params.grant_type !== 'authorization_code' || !params.code) {
        throw new OAuthRefusal(400, 'invalid_request', 'Only an authorization code can be exchanged here.')
      }
      return exchange(call.sim, params.code)
    },
  ),
  endpoint(
    'POST',
    '/oauth/deauthorize',
    { client_id: required(text()), stripe_user_id: required(text()), client_secret: text() },
    (call, params) => {
      const { platform, connections } = call.sim.state.records
      if (params.client_id !== platform.clientId)
        throw new OAuthRefusal(401, 'invalid_client', `No such application: '${params.client_id.slice(0, 40)}'`)
      if (connections[params.stripe_user_id] === undefined) {
        const message = `This application is not connected to stripe account '${params.stripe_user_id.slice(0, 40)}', or that account does not exist.`
        throw new OAuthRefusal(401, 'invalid_client', message)
      }
      disconnect(call.sim, params.stripe_user_id)
      return { stripe_user_id: params.stripe_user_id }
    },
  ),
]
