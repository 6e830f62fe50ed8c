import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { documented, isOpen } from './strict-input.ts'

const sessionCookie = 'sessionCookie'

/** Collects the documentation of every route registered after it, and serves it at /openapi.json. */
export async function documentRoutes(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Florin',
        version: '0.1.0',
        description:
          'Order to cash for wholesalers. Amounts are integer minor units with a currency. Lists go on with `cursor`. Errors are problem documents (RFC 9457).',
      },
      components: {
        securitySchemes: {
          [sessionCookie]: {
            type: 'apiKey',
            in: 'cookie',
            name: 'florin.session_token',
            description: 'Set by signing in. On https its name begins with __Host-.',
          },
        },
      },
    },
    transform: ({ schema, ...route }) => jsonSchemaTransform({ ...route, schema: documented(schema) }),
  })
  // The routes stand once the server is ready: written once, then the same bytes for everybody.
  let written: string | undefined
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    written ??= JSON.stringify(openApiDocument(app))
    return reply
      .type('application/json; charset=utf-8')
      .serializer((text: unknown) => text as string)
      .send(written)
  })
}

const problemSchema = {
  type: 'object',
  description: 'What went wrong, in words a person can act on (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'kind'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened, what was kept, what to do.' },
    kind: { type: 'string', description: 'A stable name of the kind of problem.' },
    instance: { type: 'string', description: 'The request’s id, as logged.' },
    errors: {
      type: 'array',
      description: 'For input that does not have the documented shape: what is wrong with which field.',
      items: {
        type: 'object',
        required: ['field', 'message'],
        properties: { field: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
} as const

type Operation = { tags?: string[]; responses?: Record<string, unknown>; security?: unknown[] }

const problem = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

/** The whole OpenAPI document. Call once the server is ready. */
export function openApiDocument(app: FastifyInstance): Record<string, unknown> {
  const document = structuredClone(app.swagger()) as Record<string, unknown> & {
    components?: { schemas?: Record<string, unknown> }
    paths?: Record<string, Record<string, Operation>>
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
  }
  for (const operation of Object.values(document.paths ?? {}).flatMap((path) => Object.values(path))) {
    operation.responses = { ...operation.responses, default: problem }
    operation.security = isOpen(operation) ? [] : [{ [sessionCookie]: [] }]
  }
  return document
}
