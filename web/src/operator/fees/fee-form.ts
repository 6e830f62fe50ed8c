import type { TFunction } from 'i18next'
import { amountForm, numberIn, percentForm } from '../../words/money-words.ts'
import { numberFault } from '../../words/number-fault.ts'
import type { FeeRule } from './fee-words.ts'

/** The form of a new fee, as typed. */
export type FeeForm = {
  companyId: string
  currency: string
  percent: string
  fixed: string
  minimum: string
  cap: string
  effectiveFrom: string | null
}

/** @param currency the platform's. */
export const emptyFee = (currency: string): FeeForm => ({
  companyId: '',
  currency: currency.toUpperCase(),
  percent: '',
  fixed: '',
  minimum: '',
  cap: '',
  effectiveFrom: null,
})

const basisPointsMax = 1_000

const currencyOf = (form: FeeForm) => form.currency.trim().toLowerCase()
const isCurrency = (text: string) => /^[a-z]{3}$/i.test(text.trim())

export function faultsOf(form: FeeForm, t: TFunction<'operator'>): Partial<Record<keyof FeeForm, string>> {
  const known = isCurrency(form.currency)
  const amountFault = (text: string) => (known ? numberFault(text, amountForm(currencyOf(form))) : null) ?? undefined
  const faults = {
    currency: known ? undefined : t('fees.badCurrency'),
    percent: numberFault(form.percent, percentForm, { required: true, max: basisPointsMax }) ?? undefined,
    fixed: amountFault(form.fixed),
    minimum: amountFault(form.minimum),
    cap: amountFault(form.cap),
  }
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== undefined))
}

/** The rule as the form has it now; null while it is not complete. */
export function ruleOf(form: FeeForm): FeeRule | null {
  if (!isCurrency(form.currency)) return null
  const currency = currencyOf(form)
  const amount = (text: string) => (text.trim() === '' ? 0 : numberIn(text, amountForm(currency)))
  const [basisPoints, fixedMinor, minimumMinor] = [numberIn(form.percent, percentForm), amount(form.fixed), amount(form.minimum)]
  const capMinor = numberIn(form.cap, amountForm(currency))
  const capWrong = form.cap.trim() !== '' && capMinor === null
  if (basisPoints === null || basisPoints > basisPointsMax || fixedMinor === null || minimumMinor === null || capWrong)
    return null
  return { currency, basisPoints, fixedMinor, minimumMinor, capMinor }
}
