import { locale } from './locale.ts'

const language = locale.split('-')[0]
const monthFormat = new Intl.DateTimeFormat(`${language}-US`, { month: 'short' })
const timeFormat = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
const weekdayFormat = new Intl.DateTimeFormat(`${language}-US`, { weekday: 'short' })

/** A calendar day 'YYYY-MM-DD' or a moment in ISO 8601, as "14 Nov 2026": no reader can take the month for the day. */
export function dayWords(value: string): string {
  const date = asDate(value)
  return `${date.getDate()} ${monthFormat.format(date)} ${date.getFullYear()}`
}

/** "Sat, 14 Nov". */
export function weekdayWords(value: string): string {
  const date = asDate(value)
  return `${weekdayFormat.format(date)}, ${date.getDate()} ${monthFormat.format(date)}`
}

/** "14 Nov 2026, 3:12 PM". */
export function momentWords(value: string): string {
  return `${dayWords(value)}, ${timeWords(value)}`
}

export function timeWords(value: string): string {
  return timeFormat.format(asDate(value))
}

/** A bare day has no time zone: it is read as that day here, never shifted by one. */
function asDate(value: string): Date {
  return /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00`) : new Date(value)
}
