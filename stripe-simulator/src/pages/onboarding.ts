import type Stripe from 'stripe'
import { randomText } from '../ids.ts'
import { finishOnboarding } from '../resources/accounts.ts'
import { type Sim, scopeOf } from '../simulator.ts'
import type { Answer } from './checkout.ts'
import { html } from './html.ts'
import { alert, cardPage, field, type Page } from './layout.ts'

const gone: Answer = {
  status: 404,
  page: cardPage(
    'This link does not work',
    html`<h1>This link does not work</h1><p>Go back to the application you came from and ask for a new one.</p>`,
  ),
}

/** Opens a link, which works once: a second visit, or a late one, is sent to the application for a new link. */
export function openAccountLink(sim: Sim, account: string, token: string): Answer {
  const link = sim.state.records.accountLinks[token]
  if (!link || link.account !== account) return gone
  if (link.isUsed || link.expiresAt <= sim.clock.now()) return { redirect: link.refreshUrl }
  link.isUsed = true
  const visit = randomText(24)
  sim.state.records.onboardings[visit] = { account, returnUrl: link.returnUrl }
  sim.changed()
  return { redirect: `/connect/setup/${visit}` }
}

function onboardingPage(sim: Sim, account: Stripe.Account, given: { name: string; error?: string }): Page {
  const { name: platform } = sim.state.records.platform
  const bank = account.external_accounts?.data[0]
  return cardPage(
    `Set up payments with ${platform}`,
    html`<div><p class="hint">${platform} partners with Stripe for secure payments.</p><h1>Tell Stripe about your business</h1></div>
${alert(given.error)}
<form method="post" novalidate>
${field({ label: 'Business name', name: 'name', value: given.name, autocomplete: 'organization', error: given.error, isRequired: true, isFocused: given.error !== undefined, hint: 'Buyers see it on the payment page and on their statement.' })}
${field({ label: 'Business website (optional)', name: 'website', inputmode: 'url', autocomplete: 'url', value: account.business_profile?.url ?? '' })}
${field({ label: 'What you sell (optional)', name: 'product', value: account.business_profile?.product_description ?? '' })}
<div class="box"><strong>Payouts go to</strong><br>STRIPE TEST BANK, account ending in ${bank && 'last4' in bank ? bank.last4 : '6789'}</div>
<div class="check"><input type="checkbox" id="review" name="review" value="yes"><label for="review">Leave a document for later review</label></div>
<p class="hint">By pressing “Agree and submit” you would accept Stripe's terms of service. Here nothing is signed: this is a simulation.</p>
<button class="button" name="press" value="submit" type="submit">Agree and submit</button>
<button class="button quiet" name="press" value="later" type="submit" formnovalidate>Save for later</button>
</form>`,
  )
}

function visitOf(sim: Sim, visit: string): { account: Stripe.Account; returnUrl: string } | undefined {
  const known = sim.state.records.onboardings[visit]
  const account = known ? sim.state.tables.account.anywhere(known.account)?.object : undefined
  return known && account ? { account, returnUrl: known.returnUrl } : undefined
}

/** Shows the form of an onboarding visit. */
export function showOnboarding(sim: Sim, visit: string): Answer {
  const found = visitOf(sim, visit)
  return found ? { page: onboardingPage(sim, found.account, { name: found.account.business_profile?.name ?? '' }) } : gone
}

const textOf = (form: Record<string, unknown>, name: string): string => {
  const value = form[name]
  return typeof value === 'string' ? value.trim().slice(0, 500) : ''
}

/** The owner submits the form or leaves it for later; either way Stripe sends them back to the application. */
export function submitOnboarding(sim: Sim, visit: string, form: Record<string, unknown>): Answer {
  const found = visitOf(sim, visit)
  if (!found) return gone
  const { account } = found
  const name = textOf(form, 'name')
  const isLater = form.press === 'later'
  if (name === '' && !isLater) return { page: onboardingPage(sim, account, { name, error: 'Enter the name of your business.' }) }
  const website = textOf(form, 'website')
  if (account.business_profile) {
    if (/^https?:\/\//.test(website) && URL.canParse(website)) account.business_profile.url = website
    account.business_profile.product_description = textOf(form, 'product') || account.business_profile.product_description || null
  }
  const outcome = isLater ? 'saved_for_later' : form.review === undefined ? 'complete' : 'under_review'
  finishOnboarding(scopeOf(sim, account.id), account, outcome, name ? { name } : {})
  delete sim.state.records.onboardings[visit]
  return { redirect: found.returnUrl }
}
