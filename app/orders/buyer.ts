import type { Actor } from '../identity/actor.ts'

/** Whoever orders for a customer: one of the customer's own people, or (by phone) one of the seller's. */
export type BuyingActor = Actor & { customerId: string }
