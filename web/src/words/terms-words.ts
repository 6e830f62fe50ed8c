import type { TFunction } from 'i18next'

type Terms = { terms: 'cod' | 'prepaid' | 'net' | 'eom'; termsDays: number }

/** "Prepaid", "Net 30", "End of month + 10 days", in the reader's language. */
export function termsWords({ terms, termsDays: days }: Terms, t: TFunction): string {
  if (terms === 'net') return t('terms.net', { days })
  if (terms === 'eom' && days > 0) return t('terms.eomPlus', { count: days })
  return t(`terms.${terms}`)
}
