import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'

/**
 * A browser that somebody has signed in with keeps a cookie that says so: a random name and, for each person, a signature over
 * name and e-mail. It opens nothing. It lets a person try their password while strangers have used up theirs.
 */
const peopleMax = 5
const cookieSeconds = 365 * 24 * 3600
const wellFormed = /^[\w-]{22}(\.[\w-]{43}){1,5}$/

type Dependencies = Pick<Deps, 'config' | 'sign' | 'verify'>

/** @returns the device's name when this person was signed in with it before. */
export function knownDevice(deps: Dependencies, request: FastifyRequest, email: string): string | null {
  const [name, ...signatures] = readCookie(deps, request)
  if (!name) return null
  return signatures.some((each) => deps.verify('known-device', `${name} ${email}`, each)) ? name : null
}

/** Marks the browser as this person's, beside the last few others that used it. */
export function rememberDevice(deps: Dependencies, request: FastifyRequest, reply: FastifyReply, email: string): void {
  const [known, ...signatures] = readCookie(deps, request)
  const name = known ?? randomBytes(16).toString('base64url')
  const mine = deps.sign('known-device', `${name} ${email}`)
  const kept = signatures.filter((each) => !deps.verify('known-device', `${name} ${email}`, each))
  const value = [name, mine, ...kept.slice(0, peopleMax - 1)].join('.')
  const secure = deps.config.publicUrl.startsWith('https://') ? '; Secure' : ''
  reply.header('set-cookie', `${cookieName(deps)}=${value}; Max-Age=${cookieSeconds}; Path=/; HttpOnly; SameSite=Lax${secure}`)
}

function readCookie(deps: Dependencies, request: FastifyRequest): string[] {
  const start = `${cookieName(deps)}=`
  const found = (request.headers.cookie ?? '').split(';').map((each) => each.trim())
  const value = found.find((each) => each.startsWith(start))?.slice(start.length) ?? ''
  return wellFormed.test(value) ? value.split('.') : []
}

function cookieName({ config }: Dependencies): string {
  return config.publicUrl.startsWith('https://') ? '__Host-florin.device' : 'florin.device'
}
