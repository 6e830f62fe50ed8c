import type { paths } from './schema.d.ts'

/** The body of a successful answer of one route: `Answer<'/api/orders/{id}'>`. */
export type Answer<P extends keyof paths, M extends 'get' | 'post' | 'put' | 'patch' = 'get'> = paths[P] extends {
  [K in M]: { responses: infer R }
}
  ? Success<R>
  : never
type Success<R> = R extends { 200: { content: { 'application/json': infer B } } }
  ? B
  : R extends { 201: { content: { 'application/json': infer B } } }
    ? B
    : never

/** What may be asked of a list route: its search, filters, sort and cursor. */
export type Query<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? NonNullable<Q> : never

export type Item<L> = L extends { items: (infer T)[] } ? T : never

/** Integer minor units and a lower-case currency, as all amounts come. */
export type Money = { minor: number; currency: string }

export type Session = Answer<'/api/session'>
export type ActiveMembership = NonNullable<Session['active']>
export type Permission = ActiveMembership['permissions'][number]
export type JournalEntry = Answer<'/api/payments/{id}'>['journal'][number]
export type ActivityItem = Item<Answer<'/api/activity'>>
