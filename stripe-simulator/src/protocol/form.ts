import qs from 'qs'
import { badParameter, StripeRefusal } from './errors.ts'

export type Form = { [key: string]: unknown }

const limits = { depth: 12, parameterLimit: 5_000, arrayLimit: 1_000 }

/**
 * Reads `a[b][0][c]=d` into nested objects and lists of text, as Stripe does for bodies and query strings.
 * @throws StripeRefusal 400 when the text is not a form or goes past the limits (12 levels, 5,000 fields).
 */
export function decodeForm(text: string): Form {
  if (text === '') return {}
  try {
    const form: unknown = qs.parse(text, {
      ...limits,
      plainObjects: true,
      strictDepth: true,
      throwOnLimitExceeded: true,
      decoder: decodeStrictly,
    })
    if (typeof form === 'object' && form !== null) return form as Form
  } catch (error) {
    if (error instanceof StripeRefusal) throw error
  }
  throw new StripeRefusal(
    400,
    { type: 'invalid_request_error', message: 'Invalid request: the body is not a well-formed form.' },
    true,
  )
}

function decodeStrictly(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw badParameter('', 'Invalid request: a field is not valid percent-encoded UTF-8.')
  }
}

/** Takes `expand` out of a form. @throws StripeRefusal 400 when it is not a list of paths of at most four levels. */
export function takeExpand(form: Form): string[] {
  const raw = form.expand
  delete form.expand
  if (raw === undefined) return []
  const paths = Array.isArray(raw) ? raw : typeof raw === 'object' && raw !== null ? Object.values(raw) : undefined
  if (!paths) throw badParameter('expand', 'Invalid array')
  return paths.map((path: unknown) => {
    if (typeof path !== 'string') throw badParameter('expand', 'Invalid string')
    const levels = path.split('.')
    const depth = levels[0] === 'data' ? levels.length - 1 : levels.length
    if (depth > 4) throw badParameter('expand', `You cannot expand more than 4 levels of a property. Property: ${path}`)
    return path
  })
}
