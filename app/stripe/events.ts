import Stripe from 'stripe'
import { z } from 'zod'
import type { EventHint } from './facts.ts'
import { calling, expectObject } from './failures.ts'
import { listSince, type Since } from './list-since.ts'

const toleranceSeconds = 300

/** The webhook is not from Stripe, not for us, or not of this moment. */
export class ForgedEvent extends Error {
  override name = 'ForgedEvent'
}

/** The signature is right, but the body is no event that Florin can read. */
export class UnreadableEvent extends Error {
  override name = 'UnreadableEvent'
}

/**
 * Verifies a webhook over its raw bytes and returns what it hints at.
 * @param secret of the endpoint it came in at; never empty (the start-up refuses that).
 * @param receivedAt the receiver's clock: a signature older or newer than five minutes is refused (replay).
 * @throws ForgedEvent, UnreadableEvent.
 */
export async function verifyEvent(raw: Buffer, signature: string, secret: string, receivedAt: Date): Promise<EventHint> {
  const now = receivedAt.getTime()
  // The library looks for signatures that are too old only.
  const signedAt = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1])
  if (!(signedAt - now / 1000 <= toleranceSeconds)) throw new ForgedEvent()
  try {
    await Stripe.webhooks.signature!.verifyHeaderAsync(raw, signature, secret, toleranceSeconds, undefined, now)
  } catch (error) {
    throw new ForgedEvent('', { cause: error })
  }
  return readHint(raw)
}

const id = z.string().min(1).max(255)
const type = z.string().min(1).max(255)
/** An event with its object. Stripe may add to it at any time: what is not asked for is not looked at. */
const snapshotEvent = z.object({
  object: z.literal('event'),
  id,
  type,
  account: id.nullish(),
  livemode: z.boolean(),
  created: z.int().min(0).max(99_999_999_999),
  data: z.object({ object: z.looseObject({ id: id.optional(), object: type.optional() }) }),
})
/** A thin event: it names the object, and whoever wants to know more reads it. */
const thinEvent = z.object({
  object: z.literal('v2.core.event'),
  id,
  type,
  context: id.nullish(),
  livemode: z.boolean(),
  created: z.iso.datetime({ offset: true }),
  related_object: z.object({ id, type }).nullish(),
})

/** @throws UnreadableEvent for whatever is not shaped like an event. */
function readHint(raw: Buffer): EventHint {
  let body: unknown
  try {
    body = JSON.parse(raw.toString('utf8'))
  } catch (error) {
    throw new UnreadableEvent('no JSON', { cause: error })
  }
  const snapshot = snapshotEvent.safeParse(body)
  if (snapshot.success) return hintOf(snapshot.data)
  const thin = thinEvent.safeParse(body)
  if (thin.success) return hintOfThin(thin.data)
  throw new UnreadableEvent('not shaped like an event', { cause: snapshot.error })
}

function hintOfThin(event: z.infer<typeof thinEvent>): EventHint {
  // Objects of the second version of the API carry it in their names: `v2.core.account` is an account.
  const objectType = event.related_object?.type.replace(/^v\d+\.core\./, '') ?? 'unknown'
  const objectId = event.related_object?.id ?? ''
  return {
    event: event.id,
    type: event.type,
    stripeAccount: event.context ?? (objectType === 'account' ? objectId : null),
    livemode: event.livemode,
    objectType,
    objectId,
    createdAt: new Date(event.created),
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

/** What is taken of an event, whether it was delivered or listed. */
type Snapshot = {
  id: string
  type: string
  account?: string | null | undefined
  livemode: boolean
  created: number
  data: { object: object }
}

function hintOf(event: Snapshot): EventHint {
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
