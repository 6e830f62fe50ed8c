import { faultKinds } from '../../fault-plans.ts'
import { html, type Markup } from '../html.ts'
import { actionButton, actionForm, choice, filterForm, textField } from './forms.ts'
import { type Cell, type Column, chip, code, figures, inWords, pageOf, panel, table, time } from './parts.ts'
import { accountIds, nameOf, type Screen, type Visit } from './screen.ts'

const modes: [string, string][] = [
  ['', 'Both'],
  ['test', 'Test'],
  ['live', 'Live'],
]

/** The latest requests of the API, in both modes. */
export function requestsScreen(visit: Visit): Screen {
  const { sim } = visit
  const [sought, mode] = [visit.query('q').trim(), visit.query('mode')]
  const { rows, pages } = pageOf(visit, sim.requests.requests, (one) => {
    if (mode !== '' && one.mode !== mode) return false
    return sought === '' || [one.path, one.id, one.key, one.account, String(one.status)].some((text) => text?.includes(sought))
  })
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
    html`<strong>${one.method}</strong> <span class="hint">${one.mode}</span> ${one.path}`,
    html`<span class="chip ${one.status === 'reset' || one.status >= 500 ? 'bad' : one.status >= 400 ? 'wait' : 'good'}">${one.status}</span>${one.fault ? html` <span class="hint">${one.fault.replaceAll('_', ' ')}</span>` : ''}`,
    one.account === null ? 'The key’s own' : nameOf(sim, one.account),
    one.key ? code(one.key) : '–',
    `${one.ms.toFixed(1)} ms`,
    code(one.id),
    time(one.at),
  ])
  const search = filterForm(
    visit,
    html`${textField({ id: 'q', name: 'q', label: 'Search', value: sought, hint: 'Path, id, key, status' })}${choice({ id: 'mode', name: 'mode', label: 'Mode', values: modes, chosen: mode })}`,
  )
  const empty =
    sought || mode
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

/** Fields that say which requests a fault is for. */
function whichRequests({ sim }: Visit, form: string): Markup {
  const accounts: [string, string][] = [['', 'Any'], ...accountIds(sim).map((id): [string, string] => [id, nameOf(sim, id)])]
  return html`${choice({ id: `${form}-method`, name: 'method', label: 'Method', values: methods })}${textField({ id: `${form}-path`, name: 'path', label: 'Path (a star for one piece)', hint: '/v1/refunds' })}${choice({ id: `${form}-account`, name: 'account', label: 'Account', values: accounts })}`
}

/** Forms that plan faults: one kind for chosen requests, any kind by chance, or no connection at all. */
function faultForms(visit: Visit): Markup {
  const number = (id: string, name: string, label: string, value: string): Markup =>
    textField({ id, name, label, value, inputmode: 'numeric' })
  const kinds = faultKinds.map((kind): [string, string] => [kind, inWords(kind)])
  const one = actionForm(
    visit,
    'add-fault',
    {},
    html`<div class="stack"><div class="row">${choice({ id: 'kind', name: 'kind', label: 'What happens', values: kinds })}${whichRequests(visit, 'one')}${number('nth', 'nth', 'From which request on', '1')}${number('times', 'times', 'How often', '1')}${number('delay', 'delayMs', 'Milliseconds (slow)', '')}</div><div><button class="main" type="submit">Inject the fault</button></div></div>`,
  )
  const seeded = actionForm(
    visit,
    'seed-faults',
    {},
    html`<div class="stack"><div class="row">${number('seed', 'seed', 'Seed', '1')}${number('percent', 'percent', 'Of a hundred requests', '10')}${whichRequests(visit, 'seeded')}</div><div><button type="submit">Let chance inject faults</button></div></div>`,
  )
  const door = actionForm(
    visit,
    'shut-door',
    {},
    html`<div class="row">${number('seconds', 'seconds', 'Seconds', '5')}<button class="danger" type="submit">Refuse every connection</button></div>`,
  )
  return html`${panel('Inject a fault', one)}<div class="columns">${panel('By chance, repeatable by its seed', seeded)}${panel('As if it were not running', door)}</div>`
}

/** What is planned to go wrong, and forms to plan more. */
export function faultsScreen(visit: Visit): Screen {
  const { sim } = visit
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
  const empty =
    'None: every request is answered as it should be. A plan says which requests it is for, in either mode, and what happens to them.'
  return {
    title: 'Faults',
    here: 'faults',
    body: html`${faultForms(visit)}${table('Planned faults', columns, cells, { empty, beside })}`,
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
${panel('Move it on', html`<div class="stack"><p class="hint">Everything that comes due on the way, in both modes, happens in order: payouts, expiring pages, webhook retries, decisions of banks.</p><div class="row">${leaps.map(([seconds, label]) => actionButton(visit, 'advance', label, { seconds }, 'main'))}${custom}${stop}</div></div>`)}
${table('What waits', columns, cells, { empty: 'Nothing waits for its moment.', pages })}`
  return { title: 'Clock', here: 'clock', body }
}
