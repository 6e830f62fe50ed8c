import type Stripe from 'stripe'
import { endpoint } from '../protocol/endpoint.ts'
import { refused } from '../protocol/errors.ts'
import { accountFor } from './account-for.ts'

export const loginLinkEndpoints = [
  endpoint('POST', '/v1/accounts/:id/login_links', {}, (call): Stripe.LoginLink => {
    const account = accountFor(call, call.path.id ?? '')
    if (account.controller?.stripe_dashboard?.type !== 'express')
      throw refused(`Cannot create a login link for ${account.id}: only accounts with access to the Express Dashboard have them.`)
    if (!account.details_submitted) throw refused('Cannot create a login link for an account that has not completed onboarding.')
    const url = `${call.sim.baseUrl()}/dashboard/accounts/${account.id}`
    return { object: 'login_link', created: call.sim.clock.now(), url }
  }),
]
