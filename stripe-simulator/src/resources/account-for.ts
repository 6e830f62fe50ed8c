import type Stripe from 'stripe'
import type { Call } from '../protocol/endpoint.ts'
import { StripeRefusal } from '../protocol/errors.ts'

/**
 * An account the caller may see: its own, or one connected to the platform.
 * @throws StripeRefusal 403 `account_invalid` for any other, whether it exists or not.
 */
export function accountFor(call: Call, id: string): Stripe.Account {
  const { tables, records } = call.sim.state
  const isMine = id === call.account || (call.caller.isPlatform && records.connections[id] !== undefined)
  const found = isMine ? tables.account.anywhere(id)?.object : undefined
  if (found) return found
  const message = `The provided key does not have access to account '${id.slice(0, 60)}' (or that account does not exist). Application access may have been revoked.`
  throw new StripeRefusal(403, { type: 'invalid_request_error', code: 'account_invalid', message }, true)
}
