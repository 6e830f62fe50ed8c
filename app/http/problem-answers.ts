import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { Problem } from '../problem.ts'
import { stripeInWords } from '../stripe/in-words.ts'
import { catalogues, type KeyOf } from '../words/catalogue.ts'
import { renderWithin } from '../words/render.ts'
import { type Sentence, say } from '../words/sentence.ts'
import { explainInvalidInput } from './explain-invalid-input.ts'

const refusals = new Set([401, 403, 429])

/** Answers every error as a problem document (RFC 9457). What is not meant for people is logged and answered as a bare 500. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = asProblem(error)
    if (problem.status >= 500) request.log.error({ err: error }, 'a request failed')
    // Refused for who asks, or for asking too often: what somebody who tries the doors leaves behind.
    else if (refusals.has(problem.status))
      request.log.warn({ req: request, status: problem.status, kind: problem.kind }, 'refused')
    else request.log.info({ status: problem.status, kind: problem.kind }, 'not done')
    return sendProblem(request, reply, problem)
  })
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const body = {
    type: `https://florin.example/problems/${problem.kind}`,
    title: titleOf(problem.status),
    status: problem.status,
    detail: problem.sentence,
    kind: problem.kind,
    ...problem.members,
    instance: request.id,
  }
  if (typeof problem.members.retryAfterSeconds === 'number') reply.header('retry-after', problem.members.retryAfterSeconds)
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer((text: unknown) => text as string)
    .send(JSON.stringify(renderWithin(body, request.language)))
}

function titleOf(status: number): Sentence {
  return say('titles', status in catalogues.en.titles ? (`${status}` as KeyOf<'titles'>) : 'other')
}

function asProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) return explainInvalidInput(error.validation)
  return ofFastify(error) ?? ofDatabase(error) ?? stripeInWords(error) ?? internal()
}

/** What the HTTP server itself refuses. */
function ofFastify(error: FastifyError): Problem | null {
  const status = error.statusCode
  if (!error.code?.startsWith('FST_') || status === undefined || status < 400 || status > 499) return null
  if (status === 413) return new Problem('too-large')
  if (status === 415) return new Problem('wrong-content-type')
  return new Problem('bad-request')
}

/** What only the database finds: text it cannot hold, or a lock that stays taken. */
function ofDatabase(error: Error & { code?: string }): Problem | null {
  const characters = ['22021', '22P05', '22P02']
  const busy = ['55P03', '57014', '40001', '40P01']
  if (characters.includes(error.code ?? '')) {
    return new Problem('unusable-text')
  }
  if (busy.includes(error.code ?? '')) {
    return new Problem('busy')
  }
  return null
}

function internal(): Problem {
  return new Problem('internal')
}
