import { dayOfMomentWords, dayWords, deadlineWords, momentWords, weekdayWords } from '../words/date-words.ts'

type DayProps = {
  /** A calendar day of the seller, 'YYYY-MM-DD'. */
  value: string | null
  /** `weekday`: "Sat, 14 Nov". */
  as?: 'day' | 'weekday'
  missing?: string
}

/** A business date, the same for every reader: 14 Nov 2026. */
export function DayText({ value, as = 'day', missing = '–' }: DayProps) {
  if (!value) return <span>{missing}</span>
  const { weekday, date } = weekdayWords(value)
  return (
    <time dateTime={value} style={{ whiteSpace: 'nowrap' }}>
      {as === 'weekday' ? `${weekday}, ${date}` : dayWords(value)}
    </time>
  )
}

type MomentProps = {
  /** A moment in ISO 8601. */
  value: string | null
  /** `date` where the time of day does not matter; the whole moment is then in the title. */
  as?: 'moment' | 'date'
  missing?: string
}

/** When something happened, by the clock of the company one works for: 14 Nov 2026, 3:12 PM. */
export function MomentText({ value, as = 'moment', missing = '–' }: MomentProps) {
  if (!value) return <span>{missing}</span>
  return (
    <time dateTime={value} title={deadlineWords(value)}>
      {as === 'date' ? dayOfMomentWords(value) : momentWords(value)}
    </time>
  )
}
