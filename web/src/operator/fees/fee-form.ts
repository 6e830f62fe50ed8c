import type { TFunction } from 'i18next'
import { decimalText, parseAmount } from '../../words/money-words.ts'
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

export const emptyFee: FeeForm = {
  companyId: '',
  currency: 'USD',
  percent: '',
  fixed: '',
  minimum: '',
  cap: '',
  effectiveFrom: null,
}

type InForce = Omit<FeeRule, 'currency'> & { currency: string; seller: { id: string } | null; state: string }

/**
 * The form as it begins: the fee that is in force for the seller (their own, else the general one), so that what is not
 * touched stays as it is. Nothing of it is lost by being overlooked.
 */
export function startingFee(schedules: readonly InForce[], companyId: string, currency: string): FeeForm {
  const inForce = schedules.filter((each) => each.state === 'in_force' && each.currency === currency.trim().toLowerCase())
  const found = inForce.find((each) => each.seller?.id === companyId) ?? inForce.find((each) => each.seller === null)
  const base = { ...emptyFee, companyId, currency }
  if (!found) return base
  const text = (minor: number) => decimalText({ minor, currency: found.currency })
  return {
    ...base,
    percent: decimalText({ minor: found.basisPoints, currency: 'usd' }),
    fixed: text(found.fixedMinor),
    minimum: text(found.minimumMinor),
    cap: found.capMinor === null ? '' : text(found.capMinor),
  }
}

const basisPointsMax = 1_000

/** Hundredths of a percent from "0.5" (or "0,5"); null when it is not a percentage that may be set. */
function basisPointsOf(text: string): number | null {
  // A percentage has two decimals, as dollars have.
  const basisPoints = parseAmount(text.replace(',', '.'), 'usd')
  return basisPoints !== null && basisPoints <= basisPointsMax ? basisPoints : null
}

const isCurrency = (text: string) => /^[a-z]{3}$/i.test(text.trim())

export function faultsOf(form: FeeForm, t: TFunction<'operator'>): Partial<Record<keyof FeeForm, string>> {
  const known = isCurrency(form.currency)
  const amountFault = (text: string) =>
    text.trim() !== '' && known && parseAmount(text, form.currency.trim()) === null ? t('fees.badAmount') : undefined
  const faults = {
    currency: known ? undefined : t('fees.badCurrency'),
    percent: basisPointsOf(form.percent) === null ? t('fees.badPercent') : undefined,
    fixed: amountFault(form.fixed),
    minimum: amountFault(form.minimum),
    cap: amountFault(form.cap),
  }
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== undefined))
}

/** The rule as the form has it now; null while it is not complete. */
export function ruleOf(form: FeeForm): FeeRule | null {
  if (!isCurrency(form.currency)) return null
  const currency = form.currency.trim().toLowerCase()
  const amount = (text: string) => (text.trim() === '' ? 0 : parseAmount(text, currency))
  const [basisPoints, fixedMinor, minimumMinor] = [basisPointsOf(form.percent), amount(form.fixed), amount(form.minimum)]
  const capMinor = form.cap.trim() === '' ? null : parseAmount(form.cap, currency)
  const capWrong = form.cap.trim() !== '' && capMinor === null
  if (basisPoints === null || fixedMinor === null || minimumMinor === null || capWrong) return null
  return { currency, basisPoints, fixedMinor, minimumMinor, capMinor }
}
