/** Where a seller's Stripe account stands, in the words of the settings page. */
export type Standing =
  | 'not_linked'
  | 'information_missing'
  | 'under_review'
  | 'ready'
  | 'payouts_paused'
  | 'restricted'
  | 'disconnected'

export type Requirements = {
  currentlyDue?: string[]
  pastDue?: string[]
  pendingVerification?: string[]
  disabledReason?: string | null
}

type Linked = {
  details_submitted: boolean
  charges_enabled: boolean
  payouts_enabled: boolean
  requirements: unknown
  disconnected_at: Date | null
}

/** Judges by what Stripe says the account may do, never by whether somebody came back from onboarding. */
export function standingOf(account: Linked | null): Standing {
  if (account === null) return 'not_linked'
  if (account.disconnected_at !== null) return 'disconnected'
  const requirements = (account.requirements ?? {}) as Requirements
  if (account.charges_enabled) return account.payouts_enabled ? 'ready' : 'payouts_paused'
  if (requirements.disabledReason?.startsWith('rejected')) return 'restricted'
  const due = [...(requirements.currentlyDue ?? []), ...(requirements.pastDue ?? [])]
  if (!account.details_submitted || due.length > 0) return 'information_missing'
  return 'under_review'
}

/** Whether customers can be charged there. */
export function collects(standing: Standing): boolean {
  return standing === 'ready' || standing === 'payouts_paused'
}

const sentences: Record<Standing, string> = {
  not_linked: 'No Stripe account is linked yet. Customers cannot pay online.',
  information_missing: 'Stripe needs more information before customers can pay online.',
  under_review: 'Stripe is reviewing the account. This usually takes less than a day; nothing needs doing here.',
  ready: 'Ready to charge. Customers can pay online and Stripe pays out to the bank account.',
  payouts_paused: 'Ready to charge, but Stripe has paused payouts until it has more information.',
  restricted: 'Stripe has restricted this account. It cannot take payments; Stripe’s support can tell why.',
  disconnected: 'This Stripe account was disconnected. Customers cannot pay online.',
}

export function sentenceOf(standing: Standing): string {
  return sentences[standing]
}

/** The one thing to do next on the settings page. */
export function nextStepOf(standing: Standing): { label: string; action: 'enable' | 'continue' | 'none' } {
  if (standing === 'not_linked' || standing === 'disconnected') return { label: 'Enable Stripe', action: 'enable' }
  if (standing === 'information_missing') return { label: 'Continue with Stripe', action: 'continue' }
  if (standing === 'payouts_paused') return { label: 'Give Stripe what is missing', action: 'continue' }
  return { label: 'Nothing to do', action: 'none' }
}

const words: [RegExp, string][] = [
  [/^external_account/, 'A bank account for payouts'],
  [/^tos_acceptance/, 'Agreement to Stripe’s terms'],
  [/^business_profile\.url/, 'The company’s web site, or what it sells'],
  [/^business_profile\.(name|product_description)/, 'The company’s name and what it sells'],
  [/^business_profile\.mcc/, 'The kind of business'],
  [/^business_type/, 'The legal form of the business'],
  [/^company\.tax_id/, 'The company’s tax number'],
  [/^company\.address/, 'The company’s address'],
  [/^company\./, 'Details of the company'],
  [/verification\.(document|additional_document)/, 'An identity document'],
  [/^(individual|representative|person_|owners|directors)/, 'Details of the person responsible for the account'],
]

/** What is missing, in plain words, each once; a requirement we have no words for keeps Stripe's name. */
export function missingInWords(requirements: Requirements): string[] {
  const due = [...(requirements.currentlyDue ?? []), ...(requirements.pastDue ?? [])]
  const named = due.map((field) => words.find(([pattern]) => pattern.test(field))?.[1] ?? field.replaceAll(/[._]/g, ' '))
  return [...new Set(named)]
}
