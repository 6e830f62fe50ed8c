import { isDeepStrictEqual } from 'node:util'

/** What an edit changed: for each field that differs, what it was and what it is. Facts, never words. */
export type WhatChanged = { before: Record<string, unknown>; after: Record<string, unknown> }

/**
 * Compares a thing before and after an edit, for the audit trail: the one way every edit tells what it changed. Facts are what
 * the person saw and chose (a list's name, an amount with its currency, a term and its days), so that history can be read in any
 * language, also when what they point to is gone.
 * @returns the fields that differ; null when nothing does, and then there is nothing to tell.
 */
export function whatChanged(before: Record<string, unknown>, after: Record<string, unknown>): WhatChanged | null {
  const fields = Object.keys(after).filter((field) => !isDeepStrictEqual(before[field] ?? null, after[field] ?? null))
  if (fields.length === 0) return null
  const pick = (facts: Record<string, unknown>) => Object.fromEntries(fields.map((field) => [field, facts[field] ?? null]))
  return { before: pick(before), after: pick(after) }
}
