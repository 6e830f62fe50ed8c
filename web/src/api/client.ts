import createClient from 'openapi-fetch'
import { language } from '../words/language.ts'
import { ApiProblem } from './problem.ts'
import type { paths } from './schema.d.ts'
import { stepUp } from './step-up.ts'

/** The API of Florin, typed from its OpenAPI document. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  // The answers' words in the language of the page around them.
  headers: { 'accept-language': language },
})
api.use(stepUp)

type Exchange<T> = { data?: T; error?: unknown; response: Response }

/**
 * The body of an answer.
 * @throws ApiProblem for every answer that is not a success, and when the server cannot be reached.
 */
export async function answer<T>(request: Promise<Exchange<T>>): Promise<T> {
  const { data, error, response } = await request.catch(unreachable)
  if (response.ok) return data as T
  throw new ApiProblem(response.status, typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {})
}

function unreachable(): never {
  const detail = 'Florin cannot be reached. Check the connection; nothing that was saved is lost.'
  throw new ApiProblem(0, { kind: 'offline', detail })
}

/** A key for one intention of a person: repeating the request with it has one effect. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
