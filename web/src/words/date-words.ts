import i18next from 'i18next'
import { dayIn, placeOf, sameClock, writeDay, writeWeekday } from './calendar.ts'
import { language } from './language.ts'
import { locale } from './locale.ts'

const viewersZone = new Intl.DateTimeFormat().resolvedOptions().timeZone
let zone = viewersZone

/**
 * Moments are shown by the clock of the company one works for, so that the day in a moment is the company's day on every
 * screen; before somebody is signed in, by the viewer's own. Called with each session that is loaded.
 */
export function showMomentsIn(timeZone: string | undefined): void {
  try {
    // A browser may be older than the zone's name.
    zone = new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    zone = viewersZone
  }
}

/** The zone that moments are shown in. */
export const zoneShown = (): string => zone

/** A calendar day 'YYYY-MM-DD' as "14 Nov 2026". */
export const dayWords = (day: string): string => writeDay(day, language)

/** The same without its year, for the axis of a chart. */
export const shortDayWords = (day: string): string => writeWeekday(day, language).date

/** A calendar day as "Sat" and "14 Nov". */
export const weekdayWords = (day: string): { weekday: string; date: string } => writeWeekday(day, language)

/** The day of a moment that is no business date: since when somebody is here, until when an invitation is good. */
export const dayOfMomentWords = (moment: string): string => dayWords(dayIn(moment, zone))

/** "14 Nov 2026, 3:12 PM"; with "New York time" where the viewer's own clock shows something else. */
export function momentWords(moment: string): string {
  return sameClock(moment, zone, viewersZone) ? plainMoment(moment) : withPlace(plainMoment(moment))
}

/** The same, always with the zone's name: a deadline has to say by whose clock. */
export const deadlineWords = (moment: string): string => withPlace(plainMoment(moment))

/** "3:00 PM New York time", of a deadline whose day is said beside it. */
export const deadlineTimeWords = (moment: string): string => withPlace(plainTime(moment))

const plainMoment = (moment: string): string => `${dayOfMomentWords(moment)}, ${plainTime(moment)}`

function plainTime(moment: string): string {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: zone }).format(Date.parse(moment))
}

function withPlace(time: string): string {
  const place = placeOf(zone)
  return place === null ? `${time} ${zone.replace('Etc/', '')}` : i18next.t('parts:timeOf', { time, place })
}
