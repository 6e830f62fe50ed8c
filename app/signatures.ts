import { createHmac, timingSafeEqual } from 'node:crypto'

export type Signatures = {
  /** Signs a text with the installation's secret, for one purpose: what was signed for one is worth nothing for another. */
  sign(purpose: string, text: string): string
  /** Whether this installation signed the text, with its current secret or an old one. Takes the same time either way. */
  verify(purpose: string, text: string, signature: string): boolean
}

export function openSignatures(secrets: { current: string; old: string[] }): Signatures {
  const signWith = (secret: string, purpose: string, text: string) =>
    createHmac('sha256', `${purpose}:${secret}`).update(text).digest('base64url')
  return {
    sign: (purpose, text) => signWith(secrets.current, purpose, text),
    verify: (purpose, text, signature) =>
      [secrets.current, ...secrets.old].some((secret) => sameText(signWith(secret, purpose, text), signature)),
  }
}

/** Compares what anybody may have sent, whatever its length and letters, in constant time. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
