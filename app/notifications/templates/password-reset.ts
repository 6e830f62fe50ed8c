import type { RenderedMail } from '../mailer.ts'
import { layOut } from './letter.ts'

export function renderPasswordReset(about: { name: string; url: string; minutes: number }): RenderedMail {
  return layOut({
    subject: 'Choose a new password for Florin',
    sender: 'Florin',
    heading: 'Choose a new password',
    paragraphs: [`Hello ${about.name}, somebody asked for a new password for your account.`],
    button: { label: 'Choose a new password', url: about.url },
    closing: `The link works once, for ${about.minutes} minutes, and signs you out everywhere else. If it was not you, nothing has changed and you can leave this mail alone.`,
  })
}
