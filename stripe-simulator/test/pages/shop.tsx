// A seller's page as sellers write them: with @stripe/stripe-js and @stripe/react-stripe-js, which know nothing of the simulator.
import {
  Elements,
  EmbeddedCheckout,
  EmbeddedCheckoutProvider,
  PaymentElement,
  useElements,
  useStripe,
} from '@stripe/react-stripe-js'
import {
  CheckoutElementsProvider,
  CheckoutForm,
  CheckoutFormProvider,
  PaymentElement as CheckoutPaymentElement,
  useCheckoutElements,
  useCheckoutForm,
} from '@stripe/react-stripe-js/checkout'
import { type Appearance, loadStripe, type Stripe, type StripeError } from '@stripe/stripe-js'
import { type ComponentProps, StrictMode, type SubmitEvent, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Order } from './serve-shop.ts'

const { key, account, clientSecret, kind, dark }: Order = JSON.parse(document.getElementById('order')?.textContent ?? '')
const stripePromise = loadStripe(key, { stripeAccount: account })

const inWords = (error: StripeError): string => `${error.type}: ${error.message}`

/** A form with a payment element; what became of the payment is told in words. */
function PayForm({ confirm }: { confirm: () => Promise<string> }) {
  const [told, setTold] = useState('')
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setBusy(true)
    setTold(await confirm())
    setBusy(false)
  }
  return (
    <form onSubmit={submit}>
      <PaymentElement />
      <button type="submit" disabled={isBusy}>
        Pay now
      </button>
      <p role="status">{told}</p>
    </form>
  )
}

function WithElements() {
  const stripe = useStripe()
  const elements = useElements()
  const confirm = async () => {
    if (!stripe || !elements) return 'Stripe.js is not there'
    const confirmParams = { return_url: `${location.origin}/done` }
    if (kind === 'leaving') return inWords((await stripe.confirmPayment({ elements, redirect: 'always', confirmParams })).error)
    if (kind === 'setup') {
      const { error, setupIntent } = await stripe.confirmSetup({ elements, redirect: 'if_required', confirmParams })
      return error ? inWords(error) : `It is ${setupIntent.status}`
    }
    const { error, paymentIntent } = await stripe.confirmPayment({ elements, redirect: 'if_required', confirmParams })
    return error ? inWords(error) : `It is ${paymentIntent.status}`
  }
  return <PayForm confirm={confirm} />
}

function InPieces() {
  const state = useCheckoutElements()
  const [told, setTold] = useState('')
  if (state.type === 'loading') return <p>Loading</p>
  if (state.type === 'error') return <p role="status">{state.error.message}</p>
  const { checkout } = state
  const pay = async () => {
    const result = await checkout.confirm({ email: 'gale@gardengate.example', redirect: 'if_required' })
    setTold(result.type === 'error' ? result.error.message : `It is ${result.session.status.type}`)
  }
  return (
    <div>
      <p>Total {checkout.total.total.amount}</p>
      <CheckoutPaymentElement />
      <button type="button" onClick={pay}>
        Pay now
      </button>
      <p role="status">{told}</p>
    </div>
  )
}

/** Checkout as one form: its own button asks to confirm. */
function AsForm() {
  const state = useCheckoutForm()
  const [told, setTold] = useState('')
  if (state.type === 'loading') return <p>Loading</p>
  if (state.type === 'error') return <p role="status">{state.error.message}</p>
  const { checkout } = state
  const confirm: ComponentProps<typeof CheckoutForm>['onConfirm'] = async (formConfirmEvent) => {
    const result = await checkout.confirm({ formConfirmEvent, redirect: 'if_required' })
    setTold(result.type === 'error' ? result.error.message : `It is ${result.session.status.type}`)
  }
  return (
    <div>
      <p>Total {checkout.total.total.amount}</p>
      <CheckoutForm onConfirm={confirm} />
      <p role="status">{told}</p>
    </div>
  )
}

function Embedded() {
  const [told, setTold] = useState('')
  const options = { fetchClientSecret: async () => clientSecret, onComplete: () => setTold('It is complete') }
  return (
    <div>
      <EmbeddedCheckoutProvider stripe={stripePromise} options={options}>
        <EmbeddedCheckout />
      </EmbeddedCheckoutProvider>
      <p role="status">{told}</p>
    </div>
  )
}

const appearance: Appearance = { theme: dark ? 'night' : 'stripe' }
const withElements = () => (
  <Elements stripe={stripePromise} options={{ clientSecret, appearance }}>
    <WithElements />
  </Elements>
)

/** A button under some elements, and what came of pressing it. */
function addButton(stripe: Stripe, pressed: (stripe: Stripe) => Promise<string>): void {
  const button = document.createElement('button')
  button.textContent = 'Pay now'
  document.body.append(button)
  button.addEventListener('click', async () => tell(await pressed(stripe)))
}

function tell(words: string): void {
  const status = document.querySelector('[role=status]') ?? document.body.appendChild(document.createElement('p'))
  status.setAttribute('role', 'status')
  status.textContent = words
}

const addPlace = (): HTMLElement => document.body.appendChild(document.createElement('div'))

/** The older card elements, without React. */
async function plainCard(stripe: Stripe): Promise<void> {
  const card = stripe.elements().create('card')
  card.mount(addPlace())
  card.on('change', ({ complete, brand }) => {
    document.body.dataset.card = `${brand} ${complete ? 'complete' : 'incomplete'}`
  })
  addButton(stripe, async () => {
    const { error, paymentIntent } = await stripe.confirmCardPayment(clientSecret, { payment_method: { card } })
    return error ? inWords(error) : `It is ${paymentIntent.status}`
  })
}

/** One card in three elements. */
async function splitCard(stripe: Stripe): Promise<void> {
  const elements = stripe.elements()
  const card = elements.create('cardNumber')
  card.mount(addPlace())
  elements.create('cardExpiry').mount(addPlace())
  elements.create('cardCvc').mount(addPlace())
  addButton(stripe, async () => {
    const { error, paymentIntent } = await stripe.confirmCardPayment(clientSecret, { payment_method: { card } })
    return error ? inWords(error) : `It is ${paymentIntent.status}`
  })
}

/** An intent that the seller's server has confirmed, and that still waits for the buyer. */
async function nextAction(stripe: Stripe): Promise<void> {
  const { error, paymentIntent } = await stripe.handleNextAction({ clientSecret })
  tell(error ? inWords(error) : `It is ${paymentIntent?.status}`)
}

/** What the buyer fills in becomes a token, with which the seller's server confirms. */
async function confirmationToken(stripe: Stripe): Promise<void> {
  const elements = stripe.elements({ mode: 'payment', amount: 4_000, currency: 'usd' })
  elements.create('payment').mount(addPlace())
  addButton(stripe, async () => {
    const submitted = await elements.submit()
    if (submitted.error) return submitted.error.message ?? ''
    const { error, confirmationToken: token } = await stripe.createConfirmationToken({ elements })
    return error ? inWords(error) : token.id
  })
}

/** An account that the buyer connects at their bank, and then the confirmation with it. */
const params = {
  payment_method_type: 'us_bank_account' as const,
  payment_method_data: { billing_details: { name: 'Gale Marsh', email: 'gale@gardengate.example' } },
}

async function bankForPayment(stripe: Stripe): Promise<void> {
  addButton(stripe, async () => {
    const { error, paymentIntent } = await stripe.collectBankAccountForPayment({ clientSecret, params })
    if (error) return inWords(error)
    if (paymentIntent.status !== 'requires_confirmation') return `It is ${paymentIntent.status}`
    const confirmed = await stripe.confirmUsBankAccountPayment(clientSecret)
    return confirmed.error ? inWords(confirmed.error) : `It is ${confirmed.paymentIntent.status}`
  })
}

async function bankForSetup(stripe: Stripe): Promise<void> {
  addButton(stripe, async () => {
    const { error, setupIntent } = await stripe.collectBankAccountForSetup({ clientSecret, params })
    if (error) return inWords(error)
    const confirmed = await stripe.confirmUsBankAccountSetup(setupIntent.client_secret ?? '')
    return confirmed.error ? inWords(confirmed.error) : `It is ${confirmed.setupIntent.status}`
  })
}

const inReact = {
  payment: withElements,
  setup: withElements,
  leaving: withElements,
  embedded: () => <Embedded />,
  form: () => (
    <CheckoutFormProvider stripe={stripePromise} options={{ clientSecret }}>
      <AsForm />
    </CheckoutFormProvider>
  ),
  pieces: () => (
    <CheckoutElementsProvider stripe={stripePromise} options={{ clientSecret }}>
      <InPieces />
    </CheckoutElementsProvider>
  ),
}
const withoutReact = {
  card: plainCard,
  split: splitCard,
  next: nextAction,
  token: confirmationToken,
  bank: bankForPayment,
  'bank-setup': bankForSetup,
}

if (kind in inReact) {
  const shown = inReact[kind as keyof typeof inReact]
  createRoot(document.getElementById('root')!).render(<StrictMode>{shown()}</StrictMode>)
} else if (kind in withoutReact) {
  void stripePromise.then((stripe) => stripe && withoutReact[kind as keyof typeof withoutReact](stripe))
}
