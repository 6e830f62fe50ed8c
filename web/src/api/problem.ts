/** What a problem document of the API says (RFC 9457), or that there was no answer at all (`kind` 'offline', status 0). */
export class ApiProblem extends Error {
  readonly status: number
  /** A stable, kebab-case name, e.g. 'stripe-not-ready'. */
  readonly kind: string
  /** What is wrong with single fields of a form. */
  readonly fields: { field: string; message: string }[]
  readonly members: Record<string, unknown>

  constructor(status: number, document: Record<string, unknown>) {
    super(typeof document.detail === 'string' ? document.detail : String(document.title ?? status))
    this.name = 'ApiProblem'
    this.status = status
    this.kind = typeof document.kind === 'string' ? document.kind : 'unknown'
    this.fields = Array.isArray(document.errors) ? document.errors : []
    this.members = document
  }
}

/** Field errors as a Mantine form takes them; empty for any other error. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {}
  return Object.fromEntries(error.fields.map(({ field, message }) => [field, message]))
}
