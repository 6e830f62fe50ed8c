import type Stripe from 'stripe'
import { newId } from '../ids.ts'
import { type Call, endpoint, present } from '../protocol/endpoint.ts'
import { listPage, page } from '../protocol/list.ts'
import {
  boolean,
  email,
  ignored,
  integer,
  mergeMetadata,
  metadata,
  object,
  oneOf,
  type Param,
  type Read,
  text,
  unsettable,
} from '../protocol/params.ts'
import { emit } from '../webhooks/events.ts'
import { accountFor } from './account-for.ts'

const optionalText = unsettable(text())
const roles = {
  authorizer: boolean,
  director: boolean,
  executive: boolean,
  legal_guardian: boolean,
  owner: boolean,
  representative: boolean,
}
const share: Param<number | undefined> = integer({ min: 0, max: 100 })
const address = object({
  city: optionalText,
  country: optionalText,
  line1: optionalText,
  line2: optionalText,
  postal_code: optionalText,
  state: optionalText,
})

/** What a person may be told to be; of identity numbers only is kept that there is one. */
const writable = {
  additional_tos_acceptances: ignored,
  address,
  address_kana: ignored,
  address_kanji: ignored,
  dob: object({
    day: integer({ min: 1, max: 31 }),
    month: integer({ min: 1, max: 12 }),
    year: integer({ min: 1900, max: 2100 }),
  }),
  documents: ignored,
  email,
  first_name: text(),
  first_name_kana: ignored,
  first_name_kanji: ignored,
  full_name_aliases: ignored,
  gender: oneOf('female', 'male'),
  id_number: text(),
  id_number_secondary: text(),
  last_name: text(),
  last_name_kana: ignored,
  last_name_kanji: ignored,
  maiden_name: text(),
  metadata,
  nationality: text(2),
  person_token: ignored,
  phone: text(),
  political_exposure: oneOf('existing', 'none'),
  registered_address: ignored,
  relationship: object({ ...roles, percent_ownership: share, title: text() }),
  ssn_last_4: text(4),
  us_cfpb_data: ignored,
  verification: ignored,
}
type Wanted = Read<typeof writable>

const nothingDue = (): NonNullable<Stripe.Person['requirements']> => ({
  alternatives: [],
  currently_due: [],
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
})
const nobody: Stripe.Person.Relationship = {
  authorizer: false,
  director: false,
  executive: false,
  legal_guardian: false,
  owner: false,
  percent_ownership: null,
  representative: false,
  title: null,
}
const nowhere: Stripe.Address = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null }
const noDocument = { back: null, details: null, details_code: null, front: null }

/** What was given, in place of what was there. */
const over = <T extends object>(before: T, given: object | undefined): T => ({
  ...before,
  ...Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined)),
})

const plain = ['email', 'first_name', 'gender', 'last_name', 'maiden_name', 'nationality', 'phone', 'political_exposure'] as const

function write(person: Stripe.Person, wanted: Wanted): void {
  person.metadata = mergeMetadata(person.metadata ?? null, wanted.metadata)
  for (const name of plain) if (wanted[name] !== undefined) Object.assign(person, { [name]: wanted[name] })
  person.address = over(person.address ?? nowhere, wanted.address)
  person.dob = over(person.dob ?? { day: null, month: null, year: null }, wanted.dob)
  person.relationship = over(person.relationship ?? nobody, wanted.relationship)
  if (wanted.id_number !== undefined) person.id_number_provided = true
  if (wanted.id_number_secondary !== undefined) person.id_number_secondary_provided = true
  if (wanted.ssn_last_4 !== undefined) person.ssn_last_4_provided = true
}

function create(call: Call, params: Wanted): Stripe.Person {
  const account = accountFor(call, call.path.id ?? '')
  const person: Stripe.Person = {
    id: newId('person'),
    object: 'person',
    account: account.id,
    created: call.sim.clock.now(),
    email: null,
    first_name: null,
    future_requirements: nothingDue(),
    id_number_provided: false,
    last_name: null,
    phone: null,
    requirements: nothingDue(),
    ssn_last_4_provided: false,
    verification: {
      additional_document: noDocument,
      details: null,
      details_code: null,
      document: noDocument,
      status: 'unverified',
    },
  }
  write(person, params)
  call.sim.state.tables.person.insert(account.id, person)
  emit({ ...call, account: account.id }, 'person.created', person)
  return person
}

const ownPerson = (call: Call): Stripe.Person => {
  const account = accountFor(call, call.path.id ?? '')
  const id = call.path.person ?? ''
  return present(call.sim.state.tables.person.find(account.id, id), 'person', id)
}

function update(call: Call, params: Wanted): Stripe.Person {
  const person = ownPerson(call)
  const before = structuredClone(person)
  write(person, params)
  const told = new Map<string, unknown>(Object.entries(person))
  const changed = Object.entries(before).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(told.get(name)))
  emit({ ...call, account: person.account }, 'person.updated', person, Object.fromEntries(changed))
  return person
}

/** People of an account as its platform tells of them; what Stripe would ask of them is not simulated. */
export const personEndpoints = [
  endpoint('POST', '/v1/accounts/:id/persons', writable, create),
  endpoint('GET', '/v1/accounts/:id/persons', { ...page, relationship: object(roles) }, (call, params) => {
    const account = accountFor(call, call.path.id ?? '')
    const wanted = Object.entries(params.relationship ?? {}).filter(([, value]) => value !== undefined)
    return listPage(`/v1/accounts/${account.id}/persons`, call.sim.state.tables.person.of(account.id), params, (person) =>
      wanted.every(([role, value]) => new Map<string, unknown>(Object.entries(person.relationship ?? {})).get(role) === value),
    )
  }),
  endpoint('GET', '/v1/accounts/:id/persons/:person', {}, ownPerson),
  endpoint('POST', '/v1/accounts/:id/persons/:person', writable, update),
  endpoint('DELETE', '/v1/accounts/:id/persons/:person', {}, (call): Stripe.DeletedPerson => {
    const person = ownPerson(call)
    call.sim.state.tables.person.remove(person.account, person.id)
    emit({ ...call, account: person.account }, 'person.deleted', person)
    return { id: person.id, object: 'person', deleted: true }
  }),
]
