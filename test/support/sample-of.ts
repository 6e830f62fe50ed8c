/** The part of JSON Schema that Florin's documentation uses. */
export type JsonSchema = {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  items?: JsonSchema
  anyOf?: JsonSchema[]
  allOf?: JsonSchema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  default?: unknown
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
}

/** Text for the forms that a schema can only describe by a pattern. */
const byPattern: [pattern: string, text: string][] = [
  ['^#[0-9a-f]{6}$', '#2b7442'],
  ['^([01]\\d|2[0-3]):[0-5]\\d$', '15:00'],
  ['^[A-Z]{2}$', 'US'],
  ['^[a-z]{3}$', 'usd'],
  ['^[\\w-]*$', 'a-Z_0'],
  ['^\\d{1,15}$', '1'],
  ['^[\\w-]*$', 'AAAA'],
]
const byFormat: Record<string, string> = {
  uuid: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
  date: '2026-11-24',
  'date-time': '2026-11-24T09:00:00Z',
  email: 'somebody@lily.example',
}

/** Something that fits the schema, as small as it may be. @throws for a pattern that nobody has given a text for. */
export function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.default !== undefined && typeof schema.default !== 'object') return schema.default
  const choices = schema.anyOf ?? schema.allOf
  if (choices) return sampleOf(choices.find(({ type }) => type !== 'null') ?? choices[0]!)
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, member]) => [name, sampleOf(member)]))
    case 'array':
      return Array.from({ length: schema.minItems ?? 1 }, () => sampleOf(schema.items ?? {}))
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1)
    case 'boolean':
      return true
    case 'string':
      return sampleText(schema)
    default:
      return null
  }
}

function sampleText({ format, pattern, minLength = 1 }: JsonSchema): string {
  if (format && byFormat[format]) return byFormat[format]
  const known = byPattern.find(([each]) => each === pattern)
  if (pattern && !known) throw new Error(`give a text that fits ${pattern} in sample-of.ts`)
  return known ? known[1] : 'lily'.repeat(Math.ceil(minLength / 4))
}

export type Spot = { path: string[]; schema: JsonSchema }

/** Every place within a schema where something of its own may stand, with the way to it. */
export function spotsOf(schema: JsonSchema, path: string[] = []): Spot[] {
  const inner = (schema.anyOf ?? schema.allOf)?.flatMap((each) => spotsOf(each, path)) ?? []
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, member]) => spotsOf(member, [...path, name]))
  const items = schema.items ? spotsOf(schema.items, [...path, '0']) : []
  return [{ path, schema }, ...inner, ...members, ...items]
}

/** A copy of what is sent, with something else at one place. */
export function replaced(value: unknown, [step, ...path]: string[], by: unknown): unknown {
  if (step === undefined) return by
  if (Array.isArray(value)) return value.map((each, index) => (String(index) === step ? replaced(each, path, by) : each))
  const members = (value ?? {}) as Record<string, unknown>
  return { ...members, [step]: replaced(members[step], path, by) }
}
