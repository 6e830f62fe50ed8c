import { faultKinds } from '../../fault-plans.ts'
import { html } from '../html.ts'
import { actionButton, actionForm, choice, filterForm, textField } from './forms.ts'
import { type Cell, type Column, chip, code, figures, inWords, pageOf, panel, table, time } from './parts.ts'
import { accountIds, nameOf, type Screen, type Visit } from './screen.ts'

/** The latest requests of the API. */
export function requestsScreen(visit: Visit): Screen {
  const { sim } = visit
  const sought = visit.query('q').trim()
  const { rows, pages } = pageOf(
    visit,
    sim.requests.requests,
    (one) => sought === '' || [one.path, one.id, one.key, one.account, String(one.status)].some((text) => text?.includes(sought)),
  )
  const columns: Column[] = [
    { head: 'Request', isText: true },
    { head: 'Status' },
    { head: 'Account', isText: true, isWide: true },
    { head: 'Idempotency key', isWide: true, isText: true },
    { head: 'Took', isNumber: true, isWide: true },
    { head: 'Id', isWide: true },
    { head: 'Time' },
  ]
  const cells = rows.map((one): Cell[] => [
    html`<strong>${one.method}</strong> ${one.path}`,
    html`<span class="chip ${one.status === 'reset' || one.status >= 500 ? 'bad' : one.status >= 400 ? 'wait' : 'good'}">${one.status}</span>${one.fault ? html` <span class="hint">${one.fault.replaceAll('_', ' ')}</span>` : ''}`,
    one.account === null ? 'The key’s own' : nameOf(sim, one.account),
    one.key ? code(one.key) : '–',
    `${one.ms.toFixed(1)} ms`,
    code(one.id),
    time(one.at),
  ])
  const search = filterForm(
    visit,
    textField({ id: 'q', name: 'q', label: 'Search', value: sought, hint: 'Path, id, key, status' }),
  )
  const empty = sought
    ? 'No request fits.'
    : 'No request yet. Point the official SDK at this address; bodies and queries are never kept here.'
  return {
    title: 'API requests',
    here: 'requests',
    body: html`${search}${table('Requests found', columns, cells, { empty, pages })}`,
  }
}

const methods: [string, string][] = [
  ['', 'Any'],
  ['POST', 'POST'],
  ['GET', 'GET'],
  ['DELETE', 'DELETE'],
]

/** What is planned to go wrong, and a form to plan more. */
export function faultsScreen(visit: Visit): Screen {
  const { sim } = visit
  const accounts: [string, string][] = [['', 'Any'], ...accountIds(sim).map((id): [string, string] => [id, nameOf(sim, id)])]
  const kinds = faultKinds.map((kind): [string, string] => [kind, inWords(kind)])
  const form = actionForm(
    visit,
    'add-fault',
    {},
    html`<div class="stack"><div class="row">${choice({ id: 'kind', name: 'kind', label: 'What happens', values: kinds })}${choice({ id: 'method', name: 'method', label: 'Method', values: methods })}${textField({ id: 'path', name: 'path', label: 'Path (a star for one piece)', hint: '/v1/refunds' })}${choice({ id: 'account', name: 'account', label: 'Account', values: accounts })}${textField({ id: 'nth', name: 'nth', label: 'From which request on', value: '1', inputmode: 'numeric' })}${textField({ id: 'times', name: 'times', label: 'How often', value: '1', inputmode: 'numeric' })}</div><div><button class="main" type="submit">Inject the fault</button></div></div>`,
  )
  const columns: Column[] = [
    { head: 'What happens' },
    { head: 'To', isText: true },
    { head: 'Account', isWide: true },
    { head: 'From', isNumber: true },
    { head: 'Happened', isNumber: true },
  ]
  const plans = sim.faults.list()
  const cells = plans.map((plan): Cell[] => [
    'kind' in plan ? inWords(plan.kind) : `${plan.percent} of 100, by seed ${plan.seed}`,
    `${plan.method ?? 'Any'} ${plan.path ?? 'request'}`,
    plan.account ? nameOf(sim, plan.account) : 'Any',
    'kind' in plan ? `${plan.nth ?? 1}.` : '1.',
    'kind' in plan || plan.times !== undefined ? `${plan.done} of ${plan.times ?? 1}` : String(plan.done),
  ])
  const beside = html`<div class="row">${sim.faults.held > 0 ? actionButton(visit, 'release-held', `Let ${sim.faults.held} held requests go on`, {}, 'main') : ''}${plans.length > 0 ? actionButton(visit, 'clear-faults', 'Clear all', {}, 'danger') : ''}</div>`
  const empty = 'None: every request is answered as it should be. A plan says which requests it is for, and what happens to them.'
  return {
    title: 'Faults',
    here: 'faults',
    body: html`${panel('Inject a fault', form)}${table('Planned faults', columns, cells, { empty, beside })}`,
  }
}

/** The simulator's time, and what waits for its moment. */
export function clockScreen(visit: Visit): Screen {
  const { sim } = visit
  const { clock } = sim
  const leaps: [string, string][] = [
    ['3600', '1 hour'],
    ['86400', '1 day'],
    ['604800', '7 days'],
  ]
  const custom = actionForm(
    visit,
    'advance',
    {},
    html`<div class="row">${textField({ id: 'hours', name: 'hours', label: 'Hours', value: '48', inputmode: 'numeric' })}<button type="submit">Advance</button></div>`,
  )
  const stop = clock.isFrozen ? actionButton(visit, 'unfreeze', 'Let it run') : actionButton(visit, 'freeze', 'Stop the clock')
  const { rows, pages } = pageOf(visit, [...sim.state.records.tasks].reverse())
  const columns: Column[] = [{ head: 'When' }, { head: 'What' }, { head: 'Object', isText: true }]
  const cells = rows.map((task): Cell[] => [time(Math.floor(task.at / 1000)), inWords(task.kind), code(task.id)])
  const body = html`${panel('Now', figures([['In the simulator', time(clock.now())]]), chip(clock.isFrozen ? 'stopped' : 'running'))}
${panel('Move it on', html`<div class="stack"><p class="hint">Everything that comes due on the way happens in order: payouts, expiring pages, webhook retries, decisions of banks.</p><div class="row">${leaps.map(([seconds, label]) => actionButton(visit, 'advance', label, { seconds }, 'main'))}${custom}${stop}</div></div>`)}
${table('What waits', columns, cells, { empty: 'Nothing waits for its moment.', pages })}`
  return { title: 'Clock', here: 'clock', body }
}
