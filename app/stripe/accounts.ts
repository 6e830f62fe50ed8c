import type Stripe from 'stripe'
import type { StripeConfig } from '../config.ts'
import type { AccountFacts } from './facts.ts'
import { calling, expectObject } from './failures.ts'

/**
 * Creates a connected account the seller owns in full: it pays Stripe's fees, Stripe carries its losses and asks for its
 * documents, and it has Stripe's own dashboard.
 */
export async function createAccount(
  stripe: Stripe,
  seller: { name: string; email: string; country: string; idempotencyKey: string },
): Promise<AccountFacts> {
  const account = await calling(
    stripe.accounts.create(
      {
        country: seller.country,
        email: seller.email,
        business_profile: { name: seller.name },
        controller: {
          fees: { payer: 'account' },
          losses: { payments: 'stripe' },
          requirement_collection: 'stripe',
          stripe_dashboard: { type: 'full' },
        },
      },
      { idempotencyKey: seller.idempotencyKey },
    ),
  )
  return accountFacts(expectObject(account, 'account'))
}

export async function readAccount(stripe: Stripe, stripeAccount: string): Promise<AccountFacts> {
  return accountFacts(expectObject(await calling(stripe.accounts.retrieve(stripeAccount)), 'account'))
}

/** A single-use link to Stripe's onboarding, good for minutes. @returns the address to send the administrator to. */
export async function createOnboardingLink(
  stripe: Stripe,
  stripeAccount: string,
  urls: { returnUrl: string; refreshUrl: string },
): Promise<string> {
  const link = await calling(
    stripe.accountLinks.create({
      account: stripeAccount,
      return_url: urls.returnUrl,
      refresh_url: urls.refreshUrl,
      type: 'account_onboarding',
    }),
  )
  return expectObject(link, 'account_link').url
}

/** Where an administrator agrees to link a Stripe account he already has. */
export function existingAccountUrl(stripe: Stripe, config: StripeConfig, back: { state: string; redirectUri: string }): string {
  const url = stripe.oauth.authorizeUrl({
    client_id: config.clientId ?? '',
    scope: 'read_write',
    state: back.state,
    redirect_uri: back.redirectUri,
  })
  // The SDK always writes https and Stripe's port; a simulator lives elsewhere.
  if (config.apiBase === null) return url
  return `${config.apiBase.replace(/\/$/, '')}/oauth/authorize${new URL(url).search}`
}

/** Trades the code Stripe sent back for the account. @returns the account's id. */
export async function redeemOAuthCode(stripe: Stripe, code: string): Promise<string> {
  const token = await calling(stripe.oauth.token({ grant_type: 'authorization_code', code }))
  if (!token.stripe_user_id) throw new Error('Stripe answered without an account')
  return token.stripe_user_id
}

/** Ends the platform's access to an account that was linked by OAuth. */
export async function deauthorizeAccount(stripe: Stripe, config: StripeConfig, stripeAccount: string): Promise<void> {
  await calling(stripe.oauth.deauthorize({ client_id: config.clientId ?? '', stripe_user_id: stripeAccount }))
}

function accountFacts(account: Stripe.Account): AccountFacts {
  const requirements = account.requirements
  return {
    stripeAccount: account.id,
    detailsSubmitted: account.details_submitted,
    chargesEnabled: account.charges_enabled,
    payoutsEnabled: account.payouts_enabled,
    businessName: account.business_profile?.name ?? null,
    requirements: {
      currentlyDue: requirements?.currently_due ?? [],
      pastDue: requirements?.past_due ?? [],
      pendingVerification: requirements?.pending_verification ?? [],
      disabledReason: requirements?.disabled_reason ?? null,
    },
  }
}
