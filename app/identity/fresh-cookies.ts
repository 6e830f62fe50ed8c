import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secrets } from './secret.ts'
import type { SignInLibrary } from './sign-in-library.ts'

type Encoding = 'base64' | 'base64url'

/**
 * Signs anew, with the current secret, what of a request's cookies an old one signed: the sign-in library verifies with the
 * current secret alone, and a rotation must sign nobody out.
 * @param header as the browser sent it; cookies of others, unsigned and forged ones stay what they are.
 */
export async function freshCookies(library: SignInLibrary, secrets: Secrets, header: string): Promise<string> {
  if (secrets.old.length === 0) return header
  const { authCookies, createAuthCookie } = await library.$context
  const trustedDevice = createAuthCookie('trust_device').name
  const prefix = authCookies.sessionToken.name.replace(/session_token$/, '')
  const parts = header.split(';').map(async (part) => {
    const cut = part.indexOf('=')
    const name = part.slice(0, cut).trim()
    if (!name.startsWith(prefix)) return part
    const value = await fresh(library, secrets, decoded(part.slice(cut + 1).trim()), name === trustedDevice)
    return value === null ? part : `${name}=${encodeURIComponent(value)}`
  })
  return (await Promise.all(parts)).join('; ')
}

/** @returns null for what no old secret signed. */
async function fresh(
  library: SignInLibrary,
  { current, old }: Secrets,
  value: string,
  ofTrustedDevice: boolean,
): Promise<string | null> {
  const cut = value.lastIndexOf('.')
  const [told, signature] = [value.slice(0, Math.max(cut, 0)), value.slice(cut + 1)]
  const signer = old.find((secret) => same(signature, signed(secret, told, 'base64')))
  if (signer === undefined) return null
  const tells = ofTrustedDevice ? await freshTrust(library, { current, old: signer }, told) : told
  return `${tells}.${signed(current, tells, 'base64')}`
}

/** A trusted device's cookie holds a second signature: over the person and the device's record. */
async function freshTrust(library: SignInLibrary, { current, old }: { current: string; old: string }, told: string) {
  const [token = '', record = ''] = told.split('!')
  const { internalAdapter } = await library.$context
  const person = (await internalAdapter.findVerificationValue(record))?.value
  const isOurs = person !== undefined && same(token, signed(old, `${person}!${record}`, 'base64url'))
  return isOurs ? `${signed(current, `${person}!${record}`, 'base64url')}!${record}` : told
}

function signed(secret: string, text: string, encoding: Encoding): string {
  return createHmac('sha256', secret).update(text).digest(encoding)
}

function same(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
