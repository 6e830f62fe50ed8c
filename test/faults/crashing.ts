import type { Deps } from '../../app/deps.ts'
import type { Random } from './random.ts'

/** The process dies here: what was committed stays, what was not is gone, and the caller never hears which. */
export class Crash extends Error {
  override name = 'Crash'
}

/**
 * The same dependencies, but every step outside this process (a transaction, a call of Stripe) may be the last one: the crash
 * comes before it, or after it is done but before anybody here learns of it. These are all the places where a killed process
 * leaves a difference behind.
 */
export function crashing(deps: Deps, random: Random, percent: number): Deps {
  const mayCrash = async <T>(step: () => Promise<T>): Promise<T> => {
    if (random.chance(percent)) throw new Crash('before')
    const result = await step()
    if (random.chance(percent)) throw new Crash('after')
    return result
  }
  const guarded = ([name, member]: [string, unknown]): [string, unknown] => {
    if (typeof member !== 'function' || name.endsWith('Url')) return [name, member]
    return [name, (...args: unknown[]) => mayCrash(() => member(...args))]
  }
  const stripe = Object.fromEntries(Object.entries(deps.stripe).map(guarded)) as unknown as Deps['stripe']
  return {
    ...deps,
    stripe,
    db: {
      ...deps.db,
      withCompany: (companyId, work) => mayCrash(() => deps.db.withCompany(companyId, work)),
      withPlatform: (work) => mayCrash(() => deps.db.withPlatform(work)),
    },
  }
}
