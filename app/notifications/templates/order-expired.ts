import type { Language } from '../../words/catalogue.ts'
import { render } from '../../words/render.ts'
import { say } from '../../words/sentence.ts'
import type { RenderedMail } from '../mailer.ts'
import { layOut } from './letter.ts'

/** To the buyer: the order was not paid in time, what that means, and how to have it all the same. */
export function renderOrderExpired(about: {
  language: Language
  companyName: string
  accentColour: string | null
  buyerName: string
  orderNumber: string
  total: string
  url: string
}): RenderedMail {
  const { companyName: company, orderNumber: number, total } = about
  const words = (sentence: Parameters<typeof render>[0]) => render(sentence, about.language)
  return layOut({
    subject: words(say('mails', 'expired:subject', { number, company })),
    sender: company,
    accentColour: about.accentColour,
    heading: words(say('mails', 'expired:heading', { number })),
    paragraphs: [
      words(say('mails', 'expired:what', { name: about.buyerName, total })),
      words(say('mails', 'expired:paid-anyway')),
    ],
    button: { label: words(say('mails', 'expired:button')), url: about.url },
    closing: words(say('mails', 'expired:closing', { company })),
  })
}

/** To the seller's people: whose order it was, what it came to, and that its goods may be sold to others. */
export function renderOrderExpiredForSeller(about: {
  language: Language
  companyName: string
  accentColour: string | null
  customerName: string
  orderNumber: string
  total: string
  url: string
}): RenderedMail {
  const { companyName: company, customerName: customer, orderNumber: number, total } = about
  const words = (sentence: Parameters<typeof render>[0]) => render(sentence, about.language)
  return layOut({
    subject: words(say('mails', 'expired-seller:subject', { number, customer })),
    sender: company,
    accentColour: about.accentColour,
    heading: words(say('mails', 'expired-seller:heading', { number })),
    paragraphs: [words(say('mails', 'expired-seller:what', { customer, total })), words(say('mails', 'expired-seller:next'))],
    button: { label: words(say('mails', 'expired-seller:button')), url: about.url },
    closing: words(say('mails', 'expired-seller:closing', { company })),
  })
}
