import { TextInput, type TextInputProps, UnstyledButton } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { amountForm, moneyWords, percentForm, percentWords, wholeForm } from '../words/money-words.ts'
import { numberFault } from '../words/number-fault.ts'
import { type NumberForm, readNumber, writeNumber } from '../words/read-number.ts'
import classes from './number-field.module.css'

type FieldProps = Omit<TextInputProps, 'value' | 'onChange' | 'inputMode' | 'type' | 'form'> & {
  /** As typed: forms keep the text, and read it with `numberIn` when they send it. */
  value?: string
  onChange?: (text: string) => void
}
/** @param shown how a number is said back; a whole number says enough itself. */
type NumberFieldProps = FieldProps & { numberForm: NumberForm; shown: (minor: number) => string; silent?: boolean }

/**
 * A number as people write it. What it is taken for stands below while one types; left, it is written in the reader's own
 * form. A text that may mean two numbers is answered with a question.
 */
function NumberField({ value = '', onChange, numberForm, shown, silent, error, description, ...rest }: NumberFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const [typing, setTyping] = useState(false)
  const reading = readNumber(value, numberForm)
  const fault = numberFault(value, numberForm)
  const leave = () => {
    setTyping(false)
    if (reading.kind === 'number') onChange?.(writeNumber(reading.minor, numberForm))
  }
  const take = (minor: number) => {
    onChange?.(writeNumber(minor, numberForm))
    input.current?.focus()
  }
  // What cannot be changed here need not be explained here either.
  const told = rest.readOnly ? null : reading.kind === 'unclear' ? (
    <Question candidates={reading.candidates} shown={shown} take={take} />
  ) : (
    fault
  )
  const wrong = typing && !error ? undefined : (told ?? error)
  const said = typing && !silent && reading.kind === 'number' ? `= ${shown(reading.minor)}` : null
  // One line, whatever stands in it: nothing below moves while one types or when something is wrong.
  const below = said ?? description ?? (silent ? null : '\u00a0')
  return (
    <TextInput
      {...rest}
      ref={input}
      value={value}
      onChange={(event) => onChange?.(event.currentTarget.value)}
      onFocus={(event) => {
        setTyping(true)
        rest.onFocus?.(event)
      }}
      onBlur={(event) => {
        leave()
        rest.onBlur?.(event)
      }}
      inputMode={numberForm.decimals === 0 ? 'numeric' : 'decimal'}
      autoComplete="off"
      error={wrong}
      description={wrong || below === null ? undefined : <span aria-live="polite">{below}</span>}
    />
  )
}

type QuestionProps = { candidates: number[]; shown: (minor: number) => string; take: (minor: number) => void }

function Question({ candidates, shown, take }: QuestionProps) {
  const { t } = useTranslation()
  return (
    <>
      {t('number.doYouMean')}{' '}
      {candidates.map((minor, index) => (
        <span key={minor}>
          {index > 0 ? ` ${t('number.or')} ` : ''}
          <UnstyledButton className={classes.candidate} onClick={() => take(minor)}>
            {shown(minor)}
          </UnstyledButton>
        </span>
      ))}
      ?
    </>
  )
}

/** An amount of money. @param currency the company's: its code stands in the field. */
export function AmountField({ currency, ...rest }: FieldProps & { currency: string }) {
  return (
    <NumberField
      rightSection={<span className={classes.unit}>{currency.toUpperCase()}</span>}
      rightSectionWidth={52}
      rightSectionPointerEvents="none"
      {...rest}
      numberForm={amountForm(currency)}
      shown={(minor) => moneyWords({ minor, currency })}
    />
  )
}

/** A percentage, kept as basis points. */
export function PercentField(props: FieldProps) {
  return (
    <NumberField
      rightSection={<span className={classes.unit}>%</span>}
      rightSectionPointerEvents="none"
      {...props}
      numberForm={percentForm}
      shown={percentWords}
    />
  )
}

/** A whole number: days, pieces. */
export function WholeField(props: FieldProps) {
  return <NumberField {...props} silent numberForm={wholeForm} shown={(whole) => writeNumber(whole, wholeForm)} />
}
