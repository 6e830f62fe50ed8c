import { Problem } from '../problem.ts'

type Issue = { keyword: string; instancePath: string; message?: string; params: Record<string, unknown> }

/** A request that does not have the documented shape: 400, with one sentence for each field. */
export function explainInvalidInput(issues: readonly Issue[]): Problem {
  const errors = issues.flatMap(flatten).map((issue) => ({ field: fieldOf(issue.instancePath), message: explain(issue) }))
  const first = errors[0]!
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  const detail = first.field ? `${first.field}: ${first.message}${more}` : `${first.message}${more}`
  return new Problem('invalid-input', { explanation: detail, errors })
}

function flatten(issue: Issue): Issue[] {
  const keys = issue.params.keys
  if (issue.keyword !== 'unrecognized_keys' || !Array.isArray(keys)) return [issue]
  return keys.map((key) => ({ ...issue, instancePath: `${issue.instancePath === '/' ? '' : issue.instancePath}/${key}` }))
}

function fieldOf(path: string): string {
  return path.split('/').filter(Boolean).join('.')
}

function explain({ keyword, message = '', params }: Issue): string {
  // A rule with words of its own (a refinement) has said it already.
  if (keyword === 'custom') return sentence(message)
  if (/received undefined/.test(message)) return 'is missing.'
  switch (keyword) {
    case 'invalid_type':
      return `must be ${kinds[String(params.expected)] ?? `a ${params.expected}`}.`
    case 'too_small':
      return `must be ${bound(params, params.minimum, params.inclusive === false ? 'more than' : 'at least')}.`
    case 'too_big':
      return `must be ${bound(params, params.maximum, params.inclusive === false ? 'less than' : 'at most')}.`
    case 'invalid_format':
      return formats[String(params.format)] ?? 'does not have the right form.'
    case 'invalid_value':
      return `must be one of ${(params.values as unknown[]).join(', ')}.`
    case 'unrecognized_keys':
      return 'is not known here.'
    default:
      return sentence(message)
  }
}

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  date: 'a date',
}

const formats: Record<string, string> = {
  email: 'is not an e-mail address.',
  uuid: 'is not an id.',
  date: 'must be a date like 2026-11-14.',
  datetime: 'must be a moment like 2026-11-14T09:00:00Z.',
  url: 'is not a web address.',
}

function bound(params: Record<string, unknown>, value: unknown, words: string): string {
  const unit = params.origin === 'string' ? ' characters long' : params.origin === 'array' ? ' entries long' : ''
  return `${words} ${value}${unit}`
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
