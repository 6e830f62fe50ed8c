import type { RenderedMail } from '../mailer.ts'
import { layOut } from './letter.ts'

export function renderInvitation(about: {
  companyName: string
  accentColour: string | null
  customerName: string | null
  invitedByName: string
  url: string
  days: number
}): RenderedMail {
  const purpose = about.customerName
    ? `to order at ${about.companyName} for ${about.customerName}`
    : `to work with ${about.companyName} in Florin`
  return layOut({
    subject: `${about.companyName} invites you`,
    sender: about.companyName,
    accentColour: about.accentColour,
    heading: `Your invitation from ${about.companyName}`,
    paragraphs: [`${about.invitedByName} invites you ${purpose}.`, 'Choose a password and you can begin at once.'],
    button: { label: 'Accept the invitation', url: about.url },
    closing: `The link works once, for ${about.days} days. If you did not expect it, you can leave this mail alone.`,
  })
}
