/**
 * Where to go after signing in, as the address asks; only within this site, so that a link made by somebody else cannot lead out
 * of it. @returns null where it asks for nothing, or for another site.
 */
export function ownAddress(from: string | undefined, origin: string): string | null {
  if (!from?.startsWith('/') || !URL.canParse(from, origin)) return null
  const url = new URL(from, origin)
  return url.origin === origin ? url.pathname + url.search : null
}
