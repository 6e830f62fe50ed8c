import type { Money } from '../../money.ts'
import type { Language } from '../../words/catalogue.ts'
import { render } from '../../words/render.ts'
import { type Sentence, say } from '../../words/sentence.ts'
import type { RenderedMail } from '../mailer.ts'
import { layOut } from './letter.ts'

export function renderFeeChanged(about: {
  language: Language
  companyName: string
  /** The company's: a moment is said with its zone. */
  timeZone: string
  name: string
  effectiveFrom: Date
  rule: Sentence
  before: Sentence
  examples: { payment: Money; before: Money; after: Money }[]
  url: string
}): RenderedMail {
  const { companyName: company, name, rule, before, language, timeZone } = about
  const words = (sentence: Sentence) => render(sentence, language)
  const when = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language === 'es' ? 'es-MX' : 'en-GB', { ...options, timeZone }).format(about.effectiveFrom)
  const day = when({ day: 'numeric', month: 'short', year: 'numeric' })
  const moment = `${day}, ${when({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' })}`
  return layOut({
    subject: words(say('fees', 'mail:subject', { company, day })),
    sender: 'Florin',
    heading: words(say('fees', 'mail:heading')),
    paragraphs: [words(say('fees', 'mail:what', { name, company, moment, rule, before })), words(say('fees', 'mail:stays'))],
    facts: about.examples.map(({ payment, ...fees }) => [
      words(say('fees', 'mail:of-payment', { payment })),
      words(say('fees', 'mail:instead-of', fees)),
    ]),
    button: { label: words(say('fees', 'mail:button')), url: about.url },
    closing: words(say('fees', 'mail:closing', { company })),
  })
}
