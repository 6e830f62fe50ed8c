import type { Deps } from '../deps.ts'
import { companyNames, type DemoCompany, type DemoPerson, demoPeople } from './people.ts'

export type DemoLogin = { company: string; who: string; email: string; password: string; person: DemoPerson }

/**
 * The one password of all demo people of this installation: made from the installation's secret, so it differs everywhere,
 * need not be kept anywhere, and is the same at every start.
 */
export function demoPassword(deps: Pick<Deps, 'sign'>): string {
  const letters = deps
    .sign('demo-password', 'everybody')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8, 12)].join('-')
}

/** Who can sign in to the demo; nobody where the database holds no demo. */
export async function demoLogins(deps: Pick<Deps, 'db' | 'sign'>): Promise<DemoLogin[]> {
  const slugs = Object.keys(demoPeople) as DemoCompany[]
  const here = await deps.db.withPlatform((tx) => tx.selectFrom('companies').select('slug').where('slug', 'in', slugs).execute())
  const password = demoPassword(deps)
  return slugs
    .filter((slug) => here.some((company) => company.slug === slug))
    .flatMap((slug) =>
      demoPeople[slug].map((person) => ({ company: companyNames[slug], who: person.who, email: person.email, password, person })),
    )
}
