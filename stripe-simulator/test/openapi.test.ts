import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { endpoints } from '../src/routes.ts'
import { tellCount } from './counted.ts'
import { OpenApi } from './openapi.ts'
import { differences, newParameters, undescribed } from './openapi-differences.ts'
import { type Findings, validateExchanges } from './validate-exchanges.ts'
import type { Exchange } from './walk/recording.ts'
import { walkEverywhere } from './walk/walk.ts'

const api = new OpenApi()
const routes = endpoints.map(({ method, path }) => ({
  name: `${method} ${path}`,
  method: method.toLowerCase(),
  pattern: new RegExp(`^${path.replaceAll(/:[a-z_]+/gi, '[^/]+')}$`),
  isDescribed: api.describes(method.toLowerCase(), api.templateOf(path) ?? ''),
}))

let exchanges: Exchange[] = []
let findings: Findings

beforeAll(async () => {
  exchanges = await walkEverywhere()
  findings = validateExchanges(api, exchanges)
})

/** The route an exchange went to: the first that fits, as in the server. */
const routeOf = ({ method, path }: Exchange) => routes.find((route) => route.method === method && route.pattern.test(path))

test('every answer, form and query of the walk is valid against Stripe’s own API file', ({ task }) => {
  expect(findings.wrong).toEqual([])
  const { answers, forms, queries } = findings
  const described = routes.filter((route) => route.isDescribed).length
  tellCount(
    { task },
    `Stripe’s API file of ${api.version}: ${answers} answers, ${forms} forms and ${queries} queries on ${described} routes, known differences: ${differences.length}, parameters that came later: ${newParameters.length}`,
  )
})

test('the walk goes to every route, and each has answered well there', () => {
  const walked = new Set(exchanges.filter((one) => one.status === 200).map((one) => routeOf(one)?.name))
  expect(routes.filter((route) => !walked.has(route.name)).map((route) => route.name)).toEqual([])
})

test('every route that takes parameters has been sent some', () => {
  const takesNone = /\/(expire|close|cancel|detach|login_links|unreject)$|^DELETE|^GET/
  const sent = new Set(exchanges.filter((one) => one.form !== '' && one.status === 200).map((one) => routeOf(one)?.name))
  const silent = routes.filter((route) => !takesNone.test(route.name) && !sent.has(route.name))
  expect(silent.map((route) => route.name)).toEqual([])
})

test('every route that the file does not know is listed with its reason, and every reason is still needed', () => {
  const strange = routes.filter((route) => !route.isDescribed).map((route) => route.name)
  expect(strange.filter((name) => !undescribed.some(({ route }) => route.test(name)))).toEqual([])
  expect(undescribed.filter(({ route }) => !strange.some((name) => route.test(name)))).toEqual([])
})

test('every known difference is still one, and excuses the one field that it names', () => {
  expect(differences.filter((difference) => !findings.used.has(difference)).map(({ field }) => field)).toEqual([])
  for (const { field, pattern, reason } of differences) {
    expect(pattern.source).toContain(field)
    expect(reason.length).toBeGreaterThan(20)
  }
})

test('every parameter that came later has been sent, and is declared by the pinned SDK', () => {
  const resources = join(import.meta.dirname, '../../node_modules/stripe/esm/resources')
  expect(newParameters.filter((one) => !findings.used.has(one)).map(({ parameter }) => parameter)).toEqual([])
  for (const { parameter, declaredIn } of newParameters)
    expect(readFileSync(join(resources, `${declaredIn}.d.ts`), 'utf8')).toMatch(new RegExp(`^\\s+${parameter}\\?:`, 'm'))
})

test('the check itself sees a wrong type, a value outside an enumeration, a missing field and an unknown parameter', () => {
  const charge = exchanges.find((one) => one.method === 'get' && /^\/v1\/charges\/ch_/.test(one.path))?.body ?? {}
  const broken = [
    { ...charge, amount: 'ten' },
    { ...charge, status: 'maybe' },
    Object.fromEntries(Object.entries(charge).slice(3)),
  ]
  for (const body of broken) expect(api.answerErrors('get', '/v1/charges/{charge}', 200, body)).not.toEqual([])
  expect(api.formErrors('post', '/v1/refunds', { charge: 'ch_1', colour: 'red' })).not.toEqual([])
  expect(api.queryErrors('get', '/v1/refunds', { colour: 'red' })).not.toEqual([])
})
