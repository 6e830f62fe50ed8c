import type { FastifyInstance } from 'fastify'
import type { Language } from '../words/catalogue.ts'
import { languageOf } from '../words/language.ts'
import { renderWithin } from '../words/render.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The language of whoever reads the answer. */
    language: Language
  }
}

/** Sentences become words at this one place, on their way out, in the language of whoever asked. */
export function speakLanguages(app: FastifyInstance): void {
  app.decorateRequest('language', 'en')
  app.addHook('onRequest', async (request, reply) => {
    request.language = languageOf(request.headers['accept-language'])
    reply.header('vary', 'accept-language')
  })
  app.addHook('preSerialization', async (request, _reply, answer) => renderWithin(answer, request.language))
}
