import { decodeForm } from '../protocol/form.ts'

/** The fields of a form that a page has sent; undefined when it did not arrive whole. */
export function formIn(text: string): Record<string, unknown> | undefined {
  try {
    return decodeForm(text)
  } catch {
    return undefined
  }
}
