import qs from 'qs'
import { badParameter, StripeRefusal } from './errors.ts'

export type Form = { [key: string]: unknown }

const limits = { depth: 12, parameterLimit: 5_000, arrayLimit: 1_000 }

const hasNul = (text: string): boolean => text.includes('%00') || text.includes('\0')

/** Stripe keeps no text with a NUL in it. @throws StripeRefusal 400 `invalid_characters`, naming the field. */
function refuseNul(text: string): void {
  if (!hasNul(text)) return
  const [name = ''] = (text.split('&').find(hasNul) ?? '').split('=')
  const message = 'This value contains a character that cannot be kept: NUL.'
  throw badParameter(decodeStrictly(name).replaceAll('\0', '').slice(0, 80), message, 'invalid_characters')
}

/**
 * Reads `a[b][0][c]=d` into nested objects and lists of text, as Stripe does for bodies and query strings.
 * @throws StripeRefusal 400 when the text is not a form, has bytes or characters that are no text, or goes past the limits
 *   (12 levels, 5,000 fields).
 */
export function decodeForm(text: string): Form {
  if (text === '') return {}
  refuseNul(text)
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
