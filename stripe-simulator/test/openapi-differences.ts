/** One thing that differs from Stripe's API file of April 2024, and why that is no error. */
export type Difference = { field: string; pattern: RegExp; reason: string }

/** What Stripe has changed since that file, or what the file never had right. Each names the one field that it excuses. */
export const differences: Difference[] = [
  {
    field: 'ui_mode',
    pattern: /checkout\/sessions\S* (\d+ )?(\/data\/\*)?\/ui_mode must/,
    reason: 'The pages were called hosted and embedded; since dahlia they are hosted_page, embedded_page and elements.',
  },
  {
    field: 'external_account',
    pattern: /^form post \/v1\/accounts\/\{account\}\/external_accounts \/external_account must be string/,
    reason: 'The file knows only the id of a token here; the SDK’s types take the fields of a bank account as well.',
  },
]

/**
 * Parameters that came after the file, of which it can only say that it does not know them. Each has to be declared by the
 * pinned SDK, and the compiler checks what is sent: so none hides an error.
 */
export const newParameters: { form: string; parameter: string; declaredIn: string }[] = [
  { form: 'post /v1/payment_intents', parameter: 'amount_details', declaredIn: 'PaymentIntents' },
  { form: 'post /v1/checkout/sessions', parameter: 'allowed_payment_method_types', declaredIn: 'Checkout/Sessions' },
]

/** Routes of which that file knows nothing. */
export const undescribed: { route: RegExp; reason: string }[] = [
  { route: /^POST \/oauth\//, reason: 'OAuth has a host of its own and is not part of the file.' },
  { route: /^POST \/v1\/checkout\/sessions\/:id$/, reason: 'Changing a session came after April 2024.' },
  { route: /\/unreject$/, reason: 'A rejection could not be taken back yet in April 2024.' },
  { route: /amount_details_line_items$/, reason: 'The lines of a payment intent came after April 2024.' },
  { route: /^POST \/v1\/confirmation_tokens$/, reason: 'What Stripe.js itself calls is not documented.' },
  { route: /\/v1\/payment_pages\//, reason: 'What Stripe’s hosted page itself calls is not documented.' },
]
