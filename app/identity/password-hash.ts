import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { verifyPassword as verifyEarlier } from 'better-auth/crypto'
import { Problem } from '../problem.ts'

/** scrypt with 32 MiB and three rounds: about 0.2 s of one core for each guess. Kept with each hash, so that they can be raised. */
const cost = { N: 2 ** 15, r: 8, p: 3 }
const keyBytes = 32
const saltBytes = 16
const atOnceMax = 2
const waitingMax = 60

/** A salted hash of a password: `scrypt$N$r$p$salt$key`. @throws Problem 503 when too many are asked for at once. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** @param hash of hashPassword, or of the sign-in library from before. @throws Problem 503 as hashPassword. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [scheme, N, r, p, salt = '', key = ''] = hash.split('$')
  if (scheme !== 'scrypt') return inTurn(() => verifyEarlier({ hash, password }))
  const right = Buffer.from(key, 'base64url')
  const given = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) })
  return right.length === given.length && timingSafeEqual(right, given)
}

/** Whether a hash was made with less work than one made now. */
export function isWeaker(hash: string): boolean {
  return !hash.startsWith(['scrypt', cost.N, cost.r, cost.p, ''].join('$'))
}

function derive(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  // The same letters typed on two systems may be composed differently; nothing else of a password is changed.
  const letters = password.normalize('NFKC')
  return inTurn(
    () =>
      new Promise((resolve, reject) => {
        scrypt(letters, salt, keyBytes, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error ? reject(error) : resolve(key)))
      }),
  )
}

let working = 0
const waiting: (() => void)[] = []

/** So many at once that the process still serves others, and no longer a queue than is worth waiting in. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= atOnceMax) {
    if (waiting.length >= waitingMax) throw new Problem('busy')
    // Whoever ends hands its place on.
    await new Promise<void>((go) => waiting.push(go))
  } else working++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else working--
  }
}
