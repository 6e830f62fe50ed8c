import type { StoredEvent } from '../../state.ts'
import type { Delivery } from '../../webhooks/delivery.ts'
import { html } from '../html.ts'
import { actionButton, choice, filterForm, textField } from './forms.ts'
import { type Cell, type Column, chip, code, facts, json, pageOf, panel, table, time } from './parts.ts'
import { accountIds, nameOf, type Screen, type Visit } from './screen.ts'

/** What the system says when nobody answers, as people say it. */
const silences: [RegExp, string][] = [
  [/ECONNREFUSED/, 'Refused the connection'],
  [/ECONNRESET|socket hang up/, 'Hung up'],
  [/ENOTFOUND|EAI_AGAIN/, 'No such address'],
]

const answerOf = ({ status, error }: Delivery['attempts'][number]): string => {
  const silence = silences.find(([pattern]) => pattern.test(error ?? ''))
  return String(status ?? silence?.[1] ?? error ?? 'No answer')
}

/** What a delivery got as its latest answer. */
export const lastAnswer = ({ attempts }: Delivery): string => {
  const last = attempts.at(-1)
  return last ? answerOf(last) : '–'
}

/** How many of each account are looked through when all accounts stand together. */
const newestMax = 1_000

/** The events of one account, or the newest of all of them. */
export function eventsScreen(visit: Visit): Screen {
  const { sim } = visit
  const [account, type] = [visit.query('account'), visit.query('type').trim()]
  const rowsOf = (account === '' ? accountIds(sim) : [account]).flatMap((id) =>
    sim.state.tables.event
      .of(id)
      .slice(account === '' ? -newestMax : 0)
      .map((event) => ({ id, event })),
  )
  const oldestFirst = account === '' ? rowsOf.sort((one, other) => one.event.created - other.event.created) : rowsOf
  const { rows, pages } = pageOf(visit, oldestFirst, ({ event }) => event.type.includes(type) || event.id === type)
  const columns: Column[] = [
    { head: 'Event' },
    { head: 'Account', isText: true },
    { head: 'Object', isWide: true },
    { head: 'Not yet told', isNumber: true, isWide: true },
    { head: 'Time' },
  ]
  const cells = rows.map(({ id, event }): Cell[] => [
    html`<a href="/dashboard/events/${event.id}">${event.type}</a>`,
    nameOf(sim, id),
    code(typeof event.data.object.id === 'string' ? event.data.object.id : null),
    event.pending_webhooks,
    time(event.created),
  ])
  const accounts: [string, string][] = [['', 'All'], ...accountIds(sim).map((id): [string, string] => [id, nameOf(sim, id)])]
  const search = filterForm(
    visit,
    html`${textField({ id: 'type', name: 'type', label: 'Type or id', value: type, hint: 'charge.refunded' })}${choice({ id: 'account', name: 'account', label: 'Account', values: accounts, chosen: account })}`,
  )
  const empty = 'No event. Everything that changes is told as one: a payment, a refund, an account that may charge.'
  return { title: 'Events', here: 'events', body: html`${search}${table('Events found', columns, cells, { empty, pages })}` }
}

const placeOf = ({ sim }: Visit, event: StoredEvent, account: string): string =>
  account === sim.state.records.platform.account ? 'The platform' : nameOf(sim, event.account ?? account)

/** One event: what it tells, and whom it was told. */
export function eventScreen(visit: Visit): Screen | undefined {
  const { sim } = visit
  const found = sim.state.tables.event.anywhere(visit.path('id'))
  if (!found) return undefined
  const { account, object: event } = found
  const deliveries = sim.webhooks.deliveries.filter((delivery) => delivery.event === event.id)
  const columns: Column[] = [
    { head: 'Endpoint', isText: true },
    { head: 'Status' },
    { head: 'Attempts', isNumber: true },
    { head: 'Last answer', isText: true },
    { head: 'Times' },
  ]
  const cells = deliveries.map((delivery): Cell[] => {
    const endpoint = sim.state.tables.webhook_endpoint.anywhere(delivery.endpoint)?.object
    return [
      endpoint ? html`<a href="/dashboard/webhooks/${endpoint.id}">${endpoint.url}</a>` : code(delivery.endpoint),
      chip(delivery.status),
      delivery.attempts.length,
      lastAnswer(delivery),
      html`${delivery.attempts.map((attempt) => html`<div>${time(attempt.at)} ${answerOf(attempt)}</div>`)}`,
    ]
  })
  const body = html`${panel(
    'Event',
    facts([
      ['Account', placeOf(visit, event, account)],
      ['Time', time(event.created)],
      ['Event', code(event.id)],
      ['Request', event.request?.id ? code(event.request.id) : 'Not by a request'],
      ['Idempotency key', event.request?.idempotency_key ? code(event.request.idempotency_key) : '–'],
      ['API version', code(event.api_version)],
    ]),
  )}
${table('Deliveries', columns, cells, { empty: 'No endpoint wanted to be told. Endpoints are given at the start, or made with POST /v1/webhook_endpoints.', pages: '', beside: deliveries.length > 0 ? html`<div class="row">${actionButton(visit, 'resend', 'Resend', { event: event.id, times: '1' }, 'main')}${actionButton(visit, 'resend', 'Resend three times at once', { event: event.id, times: '3' })}</div>` : html`` })}
${json('Event as JSON', event, true)}`
  return { title: event.type, here: 'events', crumbs: [['Events', '/dashboard/events']], body }
}
