import Stripe from 'stripe'
import type { EventHint } from './facts.ts'
import { calling, expectObject } from './failures.ts'
import { listSince, type Since } from './list-since.ts'

const toleranceSeconds = 300

/** The webhook is not from Stripe, not for us, or too old. */
export class ForgedEvent extends Error {
  override name = 'ForgedEvent'
}

/**
 * Verifies a webhook over its raw bytes and returns what it hints at.
 * @param secret of the endpoint it came in at; never empty (the start-up refuses that).
 * @param receivedAt the receiver's clock: a signature older or newer than five minutes is refused (replay).
 * @throws ForgedEvent.
 */
export async function verifyEvent(raw: Buffer, signature: string, secret: string, receivedAt: Date): Promise<EventHint> {
  try {
    const event = await Stripe.webhooks.constructEventAsync(
      raw,
      signature,
      secret,
      toleranceSeconds,
      undefined,
      receivedAt.getTime(),
    )
    return hintOf(event)
  } catch (error) {
    throw new ForgedEvent('The signature of this webhook does not verify.', { cause: error })
  }
}

/** Events of an account (or of the platform, null) since a moment, oldest first: for catching up after an outage. */
export async function listEvents(stripe: Stripe, stripeAccount: string | null, since: Date): Promise<Since<EventHint>> {
  const options = stripeAccount ? { stripeAccount } : {}
  const { items, until } = await listSince(
    async (params) => expectObject(await calling(stripe.events.list(params, options)), 'list'),
    since,
  )
  return { items: items.map((event) => ({ ...hintOf(event), stripeAccount })), until }
}

function hintOf(event: Stripe.Event): EventHint {
  const object = event.data.object as { id?: string; object?: string }
  return {
    event: event.id,
    type: event.type,
    stripeAccount: event.account ?? null,
    livemode: event.livemode,
    objectType: object.object ?? 'unknown',
    objectId: object.id ?? '',
    createdAt: new Date(event.created * 1000),
  }
}
