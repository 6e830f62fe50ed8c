/** How a customer settles: on delivery, in advance, n days after the invoice, or n days after the end of its month. */
export const termKinds = ['cod', 'prepaid', 'net', 'eom'] as const
export type TermKind = (typeof termKinds)[number]

/** Whether goods leave before they are paid: then it is the company that lends. */
export const givesCredit = (terms: TermKind): boolean => terms === 'net' || terms === 'eom'

/** "COD", "Prepaid", "Net 30", "End of month", "End of month + 10 days". */
export function termsInWords({ terms, terms_days: days }: { terms: string; terms_days: number }): string {
  if (terms === 'cod') return 'COD'
  if (terms === 'prepaid') return 'Prepaid'
  if (terms === 'net') return `Net ${days}`
  return days === 0 ? 'End of month' : `End of month + ${days} days`
}
