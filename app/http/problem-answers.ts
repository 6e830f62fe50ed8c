import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { Problem } from '../problem.ts'
import { explainInvalidInput } from './explain-invalid-input.ts'

const titles: Record<number, string> = {
  400: 'Something in the request is not right',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  409: 'This does not fit how things stand',
  413: 'Too large',
  415: 'Wrong kind of content',
  422: 'Not possible',
  429: 'Too many tries',
  500: 'Something went wrong on our side',
  503: 'Not reachable at the moment',
}

/** Answers every error as a problem document (RFC 9457). What is not meant for people is logged and answered as a bare 500. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = asProblem(error)
    if (problem.status >= 500) request.log.error({ err: error }, 'a request failed')
    return sendProblem(request, reply, problem)
  })
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const body = {
    type: `https://florin.example/problems/${problem.kind}`,
    title: titles[problem.status] ?? 'The request failed',
    status: problem.status,
    detail: problem.message,
    kind: problem.kind,
    ...problem.members,
    instance: request.id,
  }
  if (typeof problem.members.retryAfterSeconds === 'number') reply.header('retry-after', problem.members.retryAfterSeconds)
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer((text: unknown) => text as string)
    .send(JSON.stringify(body))
}

function asProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) return explainInvalidInput(error.validation)
  return ofFastify(error) ?? ofDatabase(error) ?? internal()
}

/** What the HTTP server itself refuses. */
function ofFastify(error: FastifyError): Problem | null {
  const status = error.statusCode
  if (!error.code?.startsWith('FST_') || status === undefined || status < 400 || status > 499) return null
  if (status === 413) return new Problem(413, 'too-large', 'This request is larger than Florin accepts.')
  if (status === 415) return new Problem(415, 'wrong-content-type', 'Send this request as application/json.')
  return new Problem(status, 'bad-request', 'This request could not be read. Its body must be well-formed JSON.')
}

/** What only the database finds: text it cannot hold, or a lock that stays taken. */
function ofDatabase(error: Error & { code?: string }): Problem | null {
  const characters = ['22021', '22P05', '22P02']
  const busy = ['55P03', '57014', '40001', '40P01']
  if (characters.includes(error.code ?? '')) {
    return new Problem(400, 'unusable-text', 'The request holds characters that cannot be stored. Remove them and try again.')
  }
  if (busy.includes(error.code ?? '')) {
    return new Problem(503, 'busy', 'Somebody else is changing the same thing. Nothing was changed; please try again.')
  }
  return null
}

function internal(): Problem {
  return new Problem(
    500,
    'internal',
    'Florin made a mistake. It is logged with the number under "instance"; if trying again does not help, tell whoever runs Florin that number.',
  )
}
