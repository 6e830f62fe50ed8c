import { Problem } from '../problem.ts'
import { catalogues, type KeyOf } from '../words/catalogue.ts'
import { type Sentence, say } from '../words/sentence.ts'

type Issue = { keyword: string; instancePath: string; message?: string; params: Record<string, unknown> }

/** What is said at once; a request with more faults than that is not a form that somebody filled in. */
const faultsMax = 20
const fieldLengthMax = 100
const valuesLengthMax = 400

/** A request that does not have the documented shape: 400, with one sentence for each field. */
export function explainInvalidInput(issues: readonly Issue[]): Problem {
  const faults = issues.flatMap(flatten)
  const errors = faults.slice(0, faultsMax).map((issue) => ({ field: fieldOf(issue.instancePath), message: explain(issue) }))
  const { field, message } = errors[0]!
  const first = field ? say('input', 'about', { field, fault: message }) : message
  const explanation = faults.length > 1 ? say('input', 'about-more', { first, count: faults.length - 1 }) : first
  return new Problem('invalid-input', { explanation, errors })
}

/** Each member that is not known is a fault of its own. */
function flatten(issue: Issue): Issue[] {
  const keys = issue.params.keys
  if (issue.keyword !== 'unrecognized_keys' || !Array.isArray(keys)) return [issue]
  const parent = issue.instancePath === '/' ? '' : issue.instancePath
  return keys.slice(0, faultsMax).map((key) => ({ ...issue, instancePath: `${parent}/${key}` }))
}

function fieldOf(path: string): string {
  return path.split('/').filter(Boolean).join('.').slice(0, fieldLengthMax)
}

function explain({ keyword, message = '', params }: Issue): Sentence {
  // A rule with words of its own names them by their key in the catalogue; it says best what to do.
  if (message in catalogues.en.input) return say('input', message as 'missing')
  if (!ofTheLibrary.test(message)) return say('input', 'said', { words: message })
  switch (keyword) {
    case 'invalid_type':
      return params.input === undefined && /received undefined/.test(message)
        ? say('input', 'missing')
        : say('input', kinds[String(params.expected)] ?? 'form-expected')
    case 'too_small':
      return bound(params, params.minimum, params.inclusive === false ? 'more-than' : 'at-least')
    case 'too_big':
      return bound(params, params.maximum, params.inclusive === false ? 'less-than' : 'at-most')
    case 'invalid_format':
      return say('input', formats[String(params.format)] ?? 'form-expected')
    case 'invalid_value':
      return say('input', 'one-of', { values: (params.values as unknown[]).join(', ').slice(0, valuesLengthMax) })
    case 'unrecognized_keys':
      return say('input', 'unknown')
    default:
      return say('input', 'form-expected')
  }
}

/** How the library begins its own English sentences, which are for programmers. */
const ofTheLibrary = /^(Invalid|Too|Unrecognized|Duplicate|$)/

type Plain = Exclude<
  KeyOf<'input'>,
  `about${string}` | 'said' | 'one-of' | `${string}at-least` | `${string}at-most` | 'more-than' | 'less-than'
>

const kinds: Record<string, Plain> = {
  string: 'text-expected',
  number: 'number-expected',
  int: 'whole-number-expected',
  boolean: 'boolean-expected',
  object: 'object-expected',
  array: 'list-expected',
  date: 'date-expected',
  never: 'nothing-expected',
  null: 'nothing-expected',
}

const formats: Record<string, Plain> = {
  email: 'email-expected',
  uuid: 'id-expected',
  date: 'date-expected',
  datetime: 'moment-expected',
  url: 'url-expected',
}

/** A bound counts characters of a text and entries of a list. */
const ofLengths = {
  string: { atLeast: 'long-at-least', atMost: 'long-at-most' },
  array: { atLeast: 'entries-at-least', atMost: 'entries-at-most' },
} as const

function bound({ origin }: Record<string, unknown>, value: unknown, words: BoundWords): Sentence {
  const lengths = ofLengths[origin as keyof typeof ofLengths]
  const isLeast = words === 'at-least' || words === 'more-than'
  const key = lengths === undefined ? words : isLeast ? lengths.atLeast : lengths.atMost
  return say('input', key, { bound: String(value) })
}

type BoundWords = 'at-least' | 'more-than' | 'at-most' | 'less-than'
