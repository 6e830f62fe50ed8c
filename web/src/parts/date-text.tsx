import { dayWords, momentWords, weekdayWords } from '../words/date-words.ts'

type Props = {
  value: string | null
  /** `day` "14 Nov 2026", `moment` with the time of day, `weekday` "Sat, 14 Nov". */
  as?: 'day' | 'moment' | 'weekday'
  missing?: string
}
const write = { day: dayWords, moment: momentWords, weekday: weekdayWords }

/** A date nobody can misread: 14 Nov 2026. The exact moment is in the title. */
export function DateText({ value, as = 'day', missing = '–' }: Props) {
  if (!value) return <span>{missing}</span>
  return (
    <time dateTime={value} title={value.length > 10 ? momentWords(value) : undefined} style={{ whiteSpace: 'nowrap' }}>
      {write[as](value)}
    </time>
  )
}
