/** The only source of "now" in the application. Tests and the simulation pass their own. */
export type Clock = { now(): Date }

/** The machine's clock. Times that are stored come from the database, not from here. */
export const systemClock: Clock = { now: () => new Date() }
