import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { addressLines, type PostalAddress } from '../addresses/address-lines.ts'
import { assertCountry, checkAddress } from '../addresses/check-address.ts'
import { addressParts, shownAddress } from '../addresses/shapes.ts'
import type { Tx } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { emailAddress } from '../email-address.ts'
import { plainLines, plainText } from '../plain-text.ts'
import { type Actor, doerOf } from './actor.ts'
import { recordActivity } from './record-activity.ts'
import { requirePermission } from './require-permission.ts'
import { whatChanged } from './what-changed.ts'

/** Who a company is on paper: what stands on its invoices, and is frozen onto each when it is issued. */
export type Papers = {
  name: string
  /** null: none was written down yet. */
  address: PostalAddress | null
  phone: string
  email: string
  taxId: string
  paymentInstructions: string
}

const said = {
  phone: z.string(),
  email: z.string(),
  taxId: z.string(),
  paymentInstructions: z.string().describe('How to pay without the shop: bank details, for example.'),
}
export const shownPapers = z.object({ name: z.string(), address: shownAddress.nullable(), ...said })
const papers = shownPapers.extend({ country: z.string().describe('Where the company does business.') })
const changes = z
  .object({
    ...addressParts,
    phone: plainText(40),
    email: z.union([z.literal(''), emailAddress]),
    taxId: plainText(40),
    paymentInstructions: plainLines(600),
  })
  .partial()

/** Setup › Company: what its papers say of it. */
export function companyPapersRoutes(deps: Deps): FastifyPluginAsyncZod {
  const tags = ['Company']
  return async (app) => {
    app.get(
      '/api/company/papers',
      { schema: { tags, summary: 'What stands on the company’s invoices', response: { 200: papers } } },
      (request) => {
        const { companyId } = requirePermission(request, 'office.enter')
        return deps.db.withCompany(companyId, (tx) => describe(tx, companyId))
      },
    )
    app.patch(
      '/api/company/papers',
      {
        schema: {
          tags,
          summary: 'Change what stands on the company’s invoices',
          description: 'Invoices already issued keep what they say.',
          body: changes,
          response: { 200: papers },
        },
      },
      (request) => {
        const actor = requirePermission(request, 'company.manage')
        return deps.db.withCompany(actor.companyId, (tx) => changePapers(tx, actor, request.body))
      },
    )
  }
}

export async function readPapers(tx: Tx, companyId: string): Promise<Papers> {
  const row = await readRow(tx, companyId)
  const { name, phone, email, tax_id: taxId, payment_instructions: paymentInstructions } = row
  const address = addressOf(row)
  return { name, address: isBlank(address) ? null : address, phone, email, taxId, paymentInstructions }
}

/** As they are shown: the address with the lines of its label. */
export function showPapers({ address, ...rest }: Papers): z.output<typeof shownPapers> {
  return { ...rest, address: address && { ...address, lines: addressLines(address) } }
}

async function changePapers(tx: Tx, actor: Actor, wanted: z.output<typeof changes>) {
  const row = await readRow(tx, actor.companyId, true)
  const before = await readPapers(tx, actor.companyId)
  const { phone = row.phone, email = row.email, taxId = row.tax_id, paymentInstructions = row.payment_instructions } = wanted
  const { line1, line2, city, region, postalCode, country } = checked({ ...addressOf(row), ...pickAddress(wanted) })
  await tx
    .updateTable('companies')
    .set({ line1, line2, city, region, postal_code: postalCode, country, phone, email })
    .set({ tax_id: taxId, payment_instructions: paymentInstructions })
    .where('id', '=', actor.companyId)
    .execute()
  const after = await describe(tx, actor.companyId)
  const changed = whatChanged({ ...factsOf(before), country: row.country }, { ...factsOf(after), country: after.country })
  if (changed !== null) {
    await recordActivity(tx, {
      companyId: actor.companyId,
      by: doerOf(actor),
      action: 'company.changed',
      subject: { type: 'company', id: actor.companyId },
      summary: 'Changed what stands on the company’s invoices.',
      details: changed,
    })
  }
  return after
}

async function describe(tx: Tx, companyId: string): Promise<z.output<typeof papers>> {
  return { ...showPapers(await readPapers(tx, companyId)), country: (await readRow(tx, companyId)).country }
}

async function readRow(tx: Tx, companyId: string, lock = false) {
  return tx
    .selectFrom('companies')
    .select(['name', 'line1', 'line2', 'city', 'region', 'postal_code', 'country'])
    .select(['phone', 'email', 'tax_id', 'payment_instructions'])
    .where('id', '=', companyId)
    .$if(lock, (query) => query.forNoKeyUpdate())
    .executeTakeFirstOrThrow()
}

type Row = Omit<PostalAddress, 'postalCode'> & { postal_code: string }

function addressOf({ line1, line2, city, region, postal_code: postalCode, country }: Row): PostalAddress {
  return { line1, line2, city, region, postalCode, country }
}

function pickAddress(wanted: z.output<typeof changes>): Partial<PostalAddress> {
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => name in addressParts))
}

/** A company may have no address yet; a part of one is none. Its country is always one. */
function checked(address: PostalAddress): PostalAddress {
  if (!isBlank(address)) return checkAddress(address)
  return { ...address, country: assertCountry(address.country) }
}

function isBlank({ line1, line2, city, region, postalCode }: PostalAddress): boolean {
  return [line1, line2, city, region, postalCode].every((part) => part === '')
}

function factsOf({ address, phone, email, taxId, paymentInstructions }: Papers) {
  const lines = address && { lines: addressLines(address), country: address.country }
  return { address: lines, phone, email, taxId, paymentInstructions }
}
