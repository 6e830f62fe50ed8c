import type Stripe from 'stripe'
import { grantAccess } from '../resources/oauth.ts'
import type { Sim } from '../simulator.ts'
import type { Answer } from './checkout.ts'
import { html } from './html.ts'
import { alert, cardPage, type Page } from './layout.ts'

type Asked = { clientId: string; redirectUri: string; state: string | null }

const refusal = (message: string): Answer => ({
  status: 400,
  page: cardPage('This link does not work', html`<h1>This link does not work</h1>${alert(message)}`),
})

function readAsked(sim: Sim, query: Record<string, unknown>): Asked | string {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '')
  if (text('response_type') !== 'code') return 'response_type must be “code”.'
  if (text('client_id') !== sim.state.records.platform.clientId) return 'No application matches the supplied client identifier.'
  const redirectUri = text('redirect_uri')
  if (!URL.canParse(redirectUri) || !/^https?:/.test(redirectUri)) return 'A redirect_uri is needed, to know where to go back to.'
  return { clientId: text('client_id'), redirectUri, state: text('state') || null }
}

const accountsToOffer = (sim: Sim): Stripe.Account[] =>
  sim.state.tables.account
    .rows()
    .map(([, account]) => account)
    .filter(
      (account) => account.id !== sim.state.records.platform.account && account.controller?.stripe_dashboard?.type !== 'none',
    )

function authorizePage(sim: Sim, error: string | null): Page {
  const { connections, platform } = sim.state.records
  const choices = accountsToOffer(sim).map(
    (
      account,
      index,
    ) => html`<div class="choice"><input type="radio" name="account" id="account-${index}" value="${account.id}"${index === 0 ? ' checked' : ''}>
<label for="account-${index}">${account.business_profile?.name ?? 'Unnamed business'}<small>${account.id}${connections[account.id] === undefined ? '' : ' · connected already'}</small></label></div>`,
  )
  return cardPage(
    `Connect your account to ${platform.name}`,
    html`<h1>Connect your Stripe account to ${platform.name}</h1>${alert(error)}
<p>${platform.name} will be able to take payments on your account, to refund them and to read its data. You can end this at any time.</p>
<form method="post"><fieldset><legend>Choose an account</legend>${choices}</fieldset>
<button class="button" name="press" value="connect" type="submit">Connect</button>
<button class="button quiet" name="press" value="cancel" type="submit">Cancel</button></form>`,
  )
}

/** Asks the owner which of the existing accounts to link. */
export function showAuthorize(sim: Sim, query: Record<string, unknown>): Answer {
  const asked = readAsked(sim, query)
  return typeof asked === 'string' ? refusal(asked) : { page: authorizePage(sim, null) }
}

/** Sends the owner back with a code to exchange, or with the news that access was denied. */
export function submitAuthorize(sim: Sim, query: Record<string, unknown>, form: Record<string, unknown>): Answer {
  const asked = readAsked(sim, query)
  if (typeof asked === 'string') return refusal(asked)
  const back = new URL(asked.redirectUri)
  if (asked.state !== null) back.searchParams.set('state', asked.state)
  if (form.press === 'cancel') {
    back.searchParams.set('error', 'access_denied')
    back.searchParams.set('error_description', 'The user denied your request')
    return { redirect: back.href }
  }
  const chosen = accountsToOffer(sim).find((account) => account.id === form.account)
  if (!chosen) return { page: authorizePage(sim, 'Choose one of the accounts.') }
  back.searchParams.set('scope', 'read_write')
  back.searchParams.set('code', grantAccess(sim, chosen.id))
  return { redirect: back.href }
}
