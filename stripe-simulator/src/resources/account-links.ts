import type Stripe from 'stripe'
import { randomText } from '../ids.ts'
import { endpoint } from '../protocol/endpoint.ts'
import { ignored, oneOf, required, text, url } from '../protocol/params.ts'
import { accountFor } from './account-for.ts'

/** Links live for five minutes, so that one found later in a mail or a log opens nothing. */
const lifeSeconds = 300

const params = {
  account: required(text()),
  type: required(oneOf('account_onboarding', 'account_update')),
  refresh_url: required(url),
  return_url: required(url),
  collect: oneOf('currently_due', 'eventually_due'),
  collection_options: ignored,
}

export const accountLinkEndpoints = [
  endpoint('POST', '/v1/account_links', params, (call, given): Stripe.AccountLink => {
    const account = accountFor(call, given.account)
    const { sim } = call
    const created = sim.clock.now()
    const token = randomText(24)
    const expiresAt = created + lifeSeconds
    sim.state.records.accountLinks[token] = {
      account: account.id,
      refreshUrl: given.refresh_url,
      returnUrl: given.return_url,
      expiresAt,
      isUsed: false,
    }
    return {
      object: 'account_link',
      created,
      expires_at: expiresAt,
      url: `${sim.baseUrl()}/connect/onboarding/${account.id}/${token}`,
    }
  }),
]
