import i18next from 'i18next'
import { type NumberForm, readNumber, writeNumber } from './read-number.ts'

type Limits = { required?: boolean /** In the smallest unit. */; max?: number }

/** What is wrong with the number in a field, for its reader; null when nothing is. Empty is wrong only where it is required. */
export function numberFault(text: string, form: NumberForm, { required = false, max }: Limits = {}): string | null {
  const reading = readNumber(text, form)
  const words = (minor: number) => writeNumber(minor, form)
  if (reading.kind === 'number')
    return max === undefined || reading.minor <= max ? null : i18next.t('parts:number.atMost', { max: words(max) })
  if (reading.kind === 'empty') return required ? i18next.t('parts:required') : null
  if (reading.kind === 'unclear')
    return i18next.t('parts:number.unclear', { candidates: reading.candidates.map(words).join(' · ') })
  if (reading.kind === 'too_large') return i18next.t('parts:number.tooLarge')
  if (reading.kind === 'too_precise') return i18next.t('parts:number.tooPrecise', { count: form.decimals })
  return i18next.t('parts:number.none', { example: words(form.decimals === 0 ? 1_250 : 125_050) })
}
