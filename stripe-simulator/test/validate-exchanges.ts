import type { ErrorObject } from 'ajv'
import { decodeForm } from '../src/protocol/form.ts'
import type { OpenApi } from './openapi.ts'
import { type Difference, differences, newParameters } from './openapi-differences.ts'
import type { Exchange } from './walk/recording.ts'

/** What the API file says of a number of exchanges. */
export type Findings = {
  answers: number
  forms: number
  queries: number
  /** One line per error that no known difference explains. */
  wrong: string[]
  used: Set<Difference | (typeof newParameters)[number]>
}

const lineOf = (where: string, error: ErrorObject): string =>
  `${where} ${error.instancePath.replaceAll(/\/\d+/g, '/*')} ${error.message} ${JSON.stringify(error.params)}`

const newParameterIn = (where: string, { params }: ErrorObject) =>
  newParameters.find((one) => where === `form ${one.form}` && params.additionalProperty === one.parameter)

/** Checks every answer, form and query against Stripe's description; exchanges it does not describe are passed over. */
export function validateExchanges(api: OpenApi, exchanges: readonly Exchange[]): Findings {
  const findings: Findings = { answers: 0, forms: 0, queries: 0, wrong: [], used: new Set() }
  const wrong = new Set<string>()
  const note = (where: string, errors: ErrorObject[]): void => {
    for (const error of errors) {
      const line = lineOf(where, error)
      const known = differences.find((difference) => difference.pattern.test(line)) ?? newParameterIn(where, error)
      if (known) findings.used.add(known)
      else wrong.add(line)
    }
  }
  for (const { method, path, query, form, status, body } of exchanges) {
    const template = api.templateOf(path)
    if (template === undefined || !api.describes(method, template)) continue
    const where = `${method} ${template}`
    findings.answers += 1
    note(`${where} ${status}`, api.answerErrors(method, template, status, body))
    // A refused request may well be a wrong one: only what Stripe would take has to fit.
    if (status >= 400) continue
    if (form !== '') findings.forms += 1
    if (form !== '') note(`form ${where}`, api.formErrors(method, template, decodeForm(form)))
    if (query !== '') findings.queries += 1
    if (query !== '') note(`query ${where}`, api.queryErrors(method, template, decodeForm(query)))
  }
  return { ...findings, wrong: [...wrong] }
}
