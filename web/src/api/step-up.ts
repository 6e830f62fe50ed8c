import type { Middleware } from 'openapi-fetch'

/** Shows the dialog. @returns whether the person has shown that it is them. */
type Ask = () => Promise<boolean>
let ask: Ask | null = null

/** The dialog on screen registers itself; there is one. @returns what takes it away again. */
export function answerStepUps(dialog: Ask): () => void {
  ask = dialog
  return () => {
    ask = null
  }
}

/** Asks right away, before any request needs it. */
export function showNow(): Promise<boolean> {
  return ask ? ask() : Promise.resolve(false)
}

/** Requests as they were sent, until they are answered: a body can be read once only. */
const sent = new Map<string, Request>()

/**
 * What takes a fresh proof is refused with `step-up-needed`: the person is asked, and the same request goes out again. Whoever
 * sent it waits a little longer and notices nothing; when the person declines, the refusal is the answer.
 */
export const stepUp: Middleware = {
  onRequest: ({ request, id }) => {
    if (request.method !== 'GET') sent.set(id, request.clone())
    return undefined
  },
  onResponse: async ({ response, id }) => {
    const again = sent.get(id)
    sent.delete(id)
    if (response.status !== 403 || !again || !ask) return undefined
    const { kind } = (await response.clone().json()) as { kind?: string }
    if (kind !== 'step-up-needed' || !(await ask())) return undefined
    return fetch(again)
  },
  onError: ({ id }) => {
    sent.delete(id)
    return undefined
  },
}
