/**
 * Days and moments, kept apart. A day ('2026-11-14') belongs to the seller's calendar and is written as it is, wherever the
 * reader sits. A moment ('2026-11-14T20:00:00Z') has a time of day only in some zone, which has to be told.
 */

/** Whether a text is a day of the calendar, 'YYYY-MM-DD'. */
export function isDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** @throws RangeError for anything but a calendar day: a moment has to be asked in which zone it is meant. */
function partsOf(day: string): Date {
  if (!isDay(day)) throw new RangeError(`not a calendar day: ${day}`)
  return new Date(`${day}T00:00:00Z`)
}

const named = (language: string, options: Intl.DateTimeFormatOptions) =>
  // The region is fixed: only the names are wanted, in their everyday short form.
  new Intl.DateTimeFormat(`${language}-US`, { ...options, calendar: 'gregory', timeZone: 'UTC' })

/** A day as "14 Nov 2026": no reader can take the month for the day. */
export function writeDay(day: string, language: string): string {
  const date = partsOf(day)
  return `${date.getUTCDate()} ${named(language, { month: 'short' }).format(date)} ${date.getUTCFullYear()}`
}

/** A day as "Sat" and "14 Nov". */
export function writeWeekday(day: string, language: string): { weekday: string; date: string } {
  const date = partsOf(day)
  const [weekday, month] = [named(language, { weekday: 'short' }), named(language, { month: 'short' })]
  return { weekday: weekday.format(date), date: `${date.getUTCDate()} ${month.format(date)}` }
}

/** The day on which a moment falls in a zone. For showing moments; a business date is never made of one here. */
export function dayIn(moment: string, timeZone: string): string {
  return wallOf(Date.parse(moment), timeZone).slice(0, 10)
}

/** Whether the clocks of two zones show the same at a moment. */
export function sameClock(moment: string, one: string, other: string): boolean {
  const at = Date.parse(moment)
  return wallOf(at, one) === wallOf(at, other)
}

/** How people call a zone's time: "New York" of America/New_York; null for one that is a name itself, like UTC. */
export function placeOf(timeZone: string): string | null {
  return timeZone.includes('/') && !timeZone.startsWith('Etc/') ? timeZone.split('/').at(-1)!.replaceAll('_', ' ') : null
}

/**
 * The moment when a zone's clock shows a time of a day. Where it shows it twice, as clocks go back, the first one; where it
 * never does, as they go forward, the moment as long after the jump.
 * @param wall 'YYYY-MM-DD HH:mm'
 */
export function momentIn(wall: string, timeZone: string): Date {
  const wanted = Date.parse(`${wall.slice(0, 10)}T${wall.slice(11, 16)}:00Z`)
  const offset = (at: number) => Date.parse(`${wallOf(at, timeZone)}Z`) - at
  // Zones lie within a day of UTC: the clock before and after any change near by is asked.
  const candidates = [offset(wanted - dayMs), offset(wanted + dayMs)].map((shift) => wanted - shift)
  const shown = candidates.filter((at) => at + offset(at) === wanted)
  return new Date(shown.length > 0 ? Math.min(...shown) : Math.max(...candidates))
}

const dayMs = 86_400_000

/** What a zone's clock and calendar show: 'YYYY-MM-DDTHH:mm:ss'. */
function wallOf(at: number, timeZone: string): string {
  const { year, month, day, hour, minute, second } = Object.fromEntries(
    wallFormat(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return `${year!.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`
}

const wallFormats = new Map<string, Intl.DateTimeFormat>()

function wallFormat(timeZone: string): Intl.DateTimeFormat {
  const known = wallFormats.get(timeZone)
  if (known) return known
  const two = '2-digit'
  const parts = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
  const made = new Intl.DateTimeFormat('en-US', { ...parts, calendar: 'gregory', hourCycle: 'h23', timeZone })
  wallFormats.set(timeZone, made)
  return made
}
