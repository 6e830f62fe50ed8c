/**
 * An error that a person can act on, answered as RFC 9457 problem details. Everything else that is thrown is a fault of
 * ours: it is logged and answered as a bare 500.
 */
export class Problem extends Error {
  readonly status: number
  /** A stable, kebab-case name of the kind of problem: `type` is `https://florin.example/problems/<kind>`. */
  readonly kind: string
  /** Further members of the problem document, e.g. `field`. */
  readonly members: Record<string, unknown>

  /** @param detail one or two sentences: what happened, what was kept, what to do. */
  constructor(status: number, kind: string, detail: string, members: Record<string, unknown> = {}) {
    super(detail)
    this.name = 'Problem'
    this.status = status
    this.kind = kind
    this.members = members
  }
}

/** Nothing by that id here. Says the same for another company's ids: an id must not tell that it exists. */
export function notFound(what: string): Problem {
  return new Problem(404, 'not-found', `There is no such ${what}.`)
}
