import type { FastifyReply, FastifyRequest } from 'fastify'

/** What of a request the sign-in library gets to see. */
export function cookiesOf(request: FastifyRequest): Headers {
  return new Headers({ cookie: request.headers.cookie ?? '' })
}

/** The same without any session: whoever finishes signing in is judged by the step before, not by who is signed in here. */
export function halfwayCookiesOf(request: FastifyRequest): Headers {
  const cookies = (request.headers.cookie ?? '').split(';').filter((cookie) => !cookie.includes('session_token='))
  return new Headers({ cookie: cookies.join(';') })
}

/** Adds the sign-in library's cookies to the answer. */
export function passCookies(reply: FastifyReply, headers: Headers): void {
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
}
