import { html, type Markup } from '../html.ts'
import { lastAnswer } from './events.ts'
import { actionButton, actionForm, choice, textField } from './forms.ts'
import { type Cell, type Column, chip, code, facts, pageOf, panel, table, time } from './parts.ts'
import { nameOf, type Screen, type Visit } from './screen.ts'

const orders: [string, string][] = [
  ['as_made', 'As they happened'],
  ['reversed', 'Backwards'],
  ['shuffled', 'In any order'],
]

/** Hold, release, lose, delay, retry: what the way to an endpoint does to webhooks. */
function controls(visit: Visit): Markup {
  const { webhooks } = visit.sim
  const release = actionForm(
    visit,
    'release',
    {},
    html`<div class="row">${choice({ id: 'order', name: 'order', label: 'Order', values: orders })}${textField({ id: 'times', name: 'times', label: 'How often each', value: '1', inputmode: 'numeric' })}<button class="main" type="submit">Release</button></div>`,
  )
  const drop = actionForm(
    visit,
    'drop',
    {},
    html`<div class="row">${textField({ id: 'count', name: 'count', label: 'Lose the next', value: '1', inputmode: 'numeric' })}<button type="submit">Lose them</button></div>`,
  )
  const delay = actionForm(
    visit,
    'delay',
    {},
    html`<div class="row">${textField({ id: 'seconds', name: 'seconds', label: 'Seconds to wait (0: none)', value: '60', inputmode: 'numeric' })}<button type="submit">Delay all</button></div>`,
  )
  const lose = actionForm(
    visit,
    'lose-events',
    {},
    html`<div class="row">${textField({ id: 'type', name: 'type', label: 'Events never made, of type', hint: 'charge.* or nothing for any' })}${textField({ id: 'lost', name: 'count', label: 'How many', value: '1', inputmode: 'numeric' })}<button type="submit">Never make them</button></div>`,
  )
  const holding = webhooks.isHolding ? release : actionButton(visit, 'hold', 'Hold all deliveries')
  return panel(
    'On the way',
    html`<div class="stack"><div class="row">${holding}${actionButton(visit, 'retry', 'Retry now what waits')}</div><div class="row">${drop}${delay}</div>${lose}</div>`,
    webhooks.isHolding ? chip('held') : chip('running'),
  )
}

/** The endpoints that are told of events, and the latest deliveries. */
export function webhooksScreen(visit: Visit): Screen {
  const { sim } = visit
  const { records, tables } = sim.state
  const columns: Column[] = [
    { head: 'Address', isText: true },
    { head: 'Status' },
    { head: 'Listens to', isWide: true },
    { head: 'Events', isText: true, isWide: true },
    { head: 'Account', isWide: true },
  ]
  const cells = tables.webhook_endpoint
    .rows()
    .map(([account, endpoint]): Cell[] => [
      html`<a href="/dashboard/webhooks/${endpoint.id}">${endpoint.url}</a>`,
      chip(endpoint.status),
      records.webhookSecrets[endpoint.id]?.connect ? 'Connected accounts' : 'Own account',
      endpoint.enabled_events.length > 3 ? `${endpoint.enabled_events.length} types` : endpoint.enabled_events.join(', '),
      nameOf(sim, account),
    ])
  const empty =
    'No endpoint. Give one at the start (--connect-webhook URL --connect-secret whsec_…) or POST /v1/webhook_endpoints.'
  const body = html`${controls(visit)}${table('Endpoints', columns, cells, { empty })}${deliveriesTable(visit, () => true)}`
  return { title: 'Webhooks', here: 'webhooks', body }
}

function deliveriesTable(visit: Visit, isWanted: (endpoint: string) => boolean): Markup {
  const { sim } = visit
  const { rows, pages } = pageOf(visit, sim.webhooks.deliveries, (delivery) => isWanted(delivery.endpoint))
  const columns: Column[] = [
    { head: 'Event' },
    { head: 'Status' },
    { head: 'Attempts', isNumber: true },
    { head: 'Last answer', isText: true },
    { head: 'Last attempt', isWide: true },
    { head: 'Account', isText: true, isWide: true },
    { head: 'Again' },
  ]
  const cells = rows.map((delivery): Cell[] => {
    const last = delivery.attempts.at(-1)
    return [
      html`<a href="/dashboard/events/${delivery.event}">${delivery.type}</a>`,
      chip(delivery.status),
      delivery.attempts.length,
      lastAnswer(delivery),
      last ? time(last.at) : '–',
      nameOf(sim, delivery.account),
      actionButton(visit, 'resend', 'Resend', { event: delivery.event, times: '1' }),
    ]
  })
  return table('Deliveries', columns, cells, {
    empty: 'Nothing was sent yet. The next event goes to every endpoint that wants it.',
    pages,
  })
}

/** One endpoint and what was sent to it. */
export function endpointScreen(visit: Visit): Screen | undefined {
  const { records, tables } = visit.sim.state
  const endpoint = tables.webhook_endpoint.anywhere(visit.path('id'))?.object
  if (!endpoint) return undefined
  const body = html`${panel(
    'Endpoint',
    facts([
      ['Address', endpoint.url],
      ['Listens to', records.webhookSecrets[endpoint.id]?.connect ? 'Connected accounts' : 'Its own account'],
      ['Events', endpoint.enabled_events.join(', ')],
      ['API version', code(endpoint.api_version ?? visit.sim.settings.defaultVersion)],
      ['Endpoint', code(endpoint.id)],
      ['Created', time(endpoint.created)],
    ]),
  )}${panel(
    'Its secret',
    actionForm(
      visit,
      'roll-secret',
      { id: endpoint.id },
      html`<div class="stack"><div class="row">${code(records.webhookSecrets[endpoint.id]?.secret)}</div><div class="row">${textField({ id: 'hours', name: 'hours', label: 'Hours the old one still works', value: '24', inputmode: 'numeric' })}<button type="submit">Roll the secret</button></div></div>`,
    ),
  )}${deliveriesTable(visit, (id) => id === endpoint.id)}`
  return { title: 'Endpoint', here: 'webhooks', chip: chip(endpoint.status), crumbs: [['Webhooks', '/dashboard/webhooks']], body }
}
