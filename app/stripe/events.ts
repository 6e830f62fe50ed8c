import Stripe from 'stripe'
import type { EventHint } from './facts.ts'
import { calling, expectObject } from './failures.ts'

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

/** Events of an account (or of the platform, null) since a moment, oldest first: for catching up after an outage. At most `pagesMax` × 100. */
export async function listEvents(stripe: Stripe, stripeAccount: string | null, since: Date, pagesMax = 50): Promise<EventHint[]> {
  const hints: EventHint[] = []
  const options = stripeAccount ? { stripeAccount } : {}
  let after: string | undefined
  for (let page = 0; page < pagesMax; page++) {
    const params = {
      created: { gte: Math.floor(since.getTime() / 1000) },
      limit: 100,
      ...(after ? { starting_after: after } : {}),
    }
    const list = expectObject(await calling(stripe.events.list(params, options)), 'list')
    hints.push(...list.data.map((event) => ({ ...hintOf(event), stripeAccount })))
    if (!list.has_more) break
    after = list.data.at(-1)?.id
  }
  return hints.reverse()
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
