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
  PaymentElement as CheckoutPaymentElement,
  useCheckoutElements,
} from '@stripe/react-stripe-js/checkout'
import { loadStripe } from '@stripe/stripe-js'
import { createElement as h, StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

const { key, account, clientSecret, kind, dark } = JSON.parse(document.getElementById('order').textContent)
const stripePromise = loadStripe(key, { stripeAccount: account })

/** A form with a payment element; what became of the payment is told in words. */
function PayForm({ confirm }) {
  const [told, setTold] = useState('')
  const [isBusy, setBusy] = useState(false)
  const submit = async (event) => {
    event.preventDefault()
    setBusy(true)
    setTold(await confirm())
    setBusy(false)
  }
  return h(
    'form',
    { onSubmit: submit },
    h(PaymentElement),
    h('button', { type: 'submit', disabled: isBusy }, 'Pay now'),
    h('p', { role: 'status' }, told),
  )
}

function WithElements() {
  const stripe = useStripe()
  const elements = useElements()
  const isSetup = kind === 'setup'
  const confirm = async () => {
    const options = {
      elements,
      redirect: kind === 'leaving' ? 'always' : 'if_required',
      confirmParams: { return_url: `${location.origin}/done` },
    }
    const { error, paymentIntent, setupIntent } = await (isSetup ? stripe.confirmSetup(options) : stripe.confirmPayment(options))
    return error ? `${error.type}: ${error.message}` : `It is ${(paymentIntent ?? setupIntent).status}`
  }
  return h(PayForm, { confirm })
}

function InPieces() {
  const state = useCheckoutElements()
  const [told, setTold] = useState('')
  if (state.type === 'loading') return h('p', null, 'Loading')
  if (state.type === 'error') return h('p', { role: 'status' }, state.error.message)
  const { checkout } = state
  const pay = async () => {
    const result = await checkout.confirm({ email: 'gale@gardengate.example', redirect: 'if_required' })
    setTold(result.type === 'error' ? result.error.message : `It is ${result.session.status.type}`)
  }
  return h(
    'div',
    null,
    h('p', null, `Total ${checkout.total.total.amount}`),
    h(CheckoutPaymentElement),
    h('button', { type: 'button', onClick: pay }, 'Pay now'),
    h('p', { role: 'status' }, told),
  )
}

function Embedded() {
  const [told, setTold] = useState('')
  const options = { fetchClientSecret: async () => clientSecret, onComplete: () => setTold('It is complete') }
  return h(
    'div',
    null,
    h(EmbeddedCheckoutProvider, { stripe: stripePromise, options }, h(EmbeddedCheckout)),
    h('p', { role: 'status' }, told),
  )
}

const appearance = { theme: dark ? 'night' : 'stripe' }
const shown = {
  payment: () => h(Elements, { stripe: stripePromise, options: { clientSecret, appearance } }, h(WithElements)),
  setup: () => h(Elements, { stripe: stripePromise, options: { clientSecret, appearance } }, h(WithElements)),
  leaving: () => h(Elements, { stripe: stripePromise, options: { clientSecret, appearance } }, h(WithElements)),
  embedded: () => h(Embedded),
  pieces: () => h(CheckoutElementsProvider, { stripe: stripePromise, options: { clientSecret } }, h(InPieces)),
}

/** The older card elements, without React: one, or three for its parts. */
async function plainCard(types) {
  const stripe = await stripePromise
  const elements = stripe.elements()
  const [card, ...others] = types.map((type) => elements.create(type))
  const button = document.createElement('button')
  const status = document.createElement('p')
  status.setAttribute('role', 'status')
  button.textContent = 'Pay now'
  for (const element of [card, ...others]) element.mount(document.body.appendChild(document.createElement('div')))
  document.body.append(button, status)
  card.on('change', ({ complete, brand }) => {
    document.body.dataset.card = `${brand} ${complete ? 'complete' : 'incomplete'}`
  })
  button.addEventListener('click', async () => {
    const { error, paymentIntent } = await stripe.confirmCardPayment(clientSecret, { payment_method: { card } })
    status.textContent = error ? `${error.type}: ${error.message}` : `It is ${paymentIntent.status}`
  })
}

/** An intent that the seller's server has confirmed, and that still waits for the buyer. */
async function nextAction() {
  const stripe = await stripePromise
  const { error, paymentIntent } = await stripe.handleNextAction({ clientSecret })
  const status = document.body.appendChild(document.createElement('p'))
  status.setAttribute('role', 'status')
  status.textContent = error ? error.message : `It is ${paymentIntent.status}`
}

/** What the buyer fills in becomes a token, with which the seller's server confirms. */
async function token() {
  const stripe = await stripePromise
  const elements = stripe.elements({ mode: 'payment', amount: 4_000, currency: 'usd' })
  const button = document.createElement('button')
  const status = document.createElement('p')
  status.setAttribute('role', 'status')
  button.textContent = 'Pay now'
  elements.create('payment').mount(document.body.appendChild(document.createElement('div')))
  document.body.append(button, status)
  button.addEventListener('click', async () => {
    const { error } = await elements.submit()
    if (error) return
    const { confirmationToken } = await stripe.createConfirmationToken({ elements })
    status.textContent = confirmationToken.id
  })
}

const plain = { card: ['card'], split: ['cardNumber', 'cardExpiry', 'cardCvc'] }
if (kind === 'next') void nextAction()
else if (kind === 'token') void token()
else if (plain[kind]) void plainCard(plain[kind])
else createRoot(document.getElementById('root')).render(h(StrictMode, null, shown[kind]()))
