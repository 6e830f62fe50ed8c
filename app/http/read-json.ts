import type { FastifyInstance } from 'fastify'
import { Problem } from '../problem.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Bodies are JSON, in plain UTF-8, and nothing in them is lost on the way (P18): letters that are none are refused instead of
 * being replaced, and a member that stands twice in an object instead of the first being dropped. What reaches into the
 * prototype of every object is refused by the parser.
 */
export function readJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') return done(new Problem('wrong-content-type'))
    const text = decoded(body)
    if (text === null) return done(new Problem('bad-request'))
    parse(request, text, (error, value) => {
      if (!error && membersRead(value) < membersWritten(text)) return done(new Problem('bad-request:twice'))
      done(error, value)
    })
  })
}

function decoded(body: Buffer): string | null {
  try {
    return utf8.decode(body)
  } catch {
    return null
  }
}

/** The members of all objects in well-formed JSON: each has one colon that stands outside of texts. */
function membersWritten(json: string): number {
  let members = 0
  let isInText = false
  for (let at = 0; at < json.length; at++) {
    const letter = json[at]
    if (letter === '"') isInText = !isInText
    else if (letter === '\\') at++
    else if (letter === ':' && !isInText) members++
  }
  return members
}

/** The same, of what came out. Without recursion: what is sent may be nested deeper than the stack is. */
function membersRead(value: unknown): number {
  const open = [value]
  let members = 0
  while (open.length > 0) {
    const each = open.pop()
    if (typeof each !== 'object' || each === null) continue
    const inner = Object.values(each)
    if (!Array.isArray(each)) members += inner.length
    for (const member of inner) open.push(member)
  }
  return members
}
