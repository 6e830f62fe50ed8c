import type { SecurityNotice } from '../../identity/tell-of-security.ts'
import { render } from '../../words/render.ts'
import { Sentence, say } from '../../words/sentence.ts'
import type { RenderedMail } from '../mailer.ts'
import { layOut } from './letter.ts'

export function renderSecurityNotice(about: SecurityNotice & { name: string; url: string }): RenderedMail {
  const words = (sentence: Sentence) => render(sentence, 'en')
  return layOut({
    subject: words(say('security', 'mail:subject')),
    sender: 'Florin',
    heading: words(say('security', 'mail:heading')),
    paragraphs: [words(new Sentence('security', about.what, about.facts)), words(say('security', 'mail:not-you'))],
    button: { label: words(say('security', 'mail:button')), url: about.url },
    closing: words(say('security', 'mail:closing')),
  })
}
