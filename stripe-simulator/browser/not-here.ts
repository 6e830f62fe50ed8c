// Part of the stand-in for Stripe.js that runs in the seller's page: what Stripe.js has and the simulator does not, in words.
import { integrationError } from './frame.ts'

/** What Stripe.js names its methods like; anything else that is asked for, such as `then`, is not one. */
const absent = /^(collect|confirm|create|init|initialize|process|retrieve|verify)[A-Z]\w*$/

/** An answer as Stripe.js gives it when something is refused. @throws IntegrationError where an answer has no room for it. */
const refuses = (name: string) => async () => {
  const message = `The simulator's Stripe.js has no ${name}().`
  if (name === 'initializePricing') throw integrationError(message)
  return { error: { type: 'invalid_request_error' as const, message } }
}

/** What Stripe.js has for other ways to pay and is not here says so when it is called, instead of not being a function. */
export const tellingWhatIsAbsent = <Methods extends object>(methods: Methods): Methods =>
  new Proxy(methods, {
    get(known, name, self) {
      const isAbsent = !(name in known) && typeof name === 'string' && absent.test(name)
      return isAbsent ? refuses(name) : Reflect.get(known, name, self)
    },
  })
