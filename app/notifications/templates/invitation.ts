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
  // Quoted and short: a name must not pass for words of ours.
  const company = quoted(about.companyName)
  const purpose = about.customerName
    ? `to order at ${company} for ${quoted(about.customerName)}`
    : `to work with ${company} in Florin`
  return layOut({
    subject: `Invitation from ${company}`,
    sender: about.companyName,
    accentColour: about.accentColour,
    heading: `Your invitation from ${company}`,
    paragraphs: [`${quoted(about.invitedByName)} invites you ${purpose}.`, 'Choose a password and you can begin at once.'],
    button: { label: 'Accept the invitation', url: about.url },
    closing: `The link works once, for ${about.days} days. If you did not expect it, you can leave this mail alone.`,
  })
}

const nameMax = 60

function quoted(name: string): string {
  const bare = name.replace(/[“”"]/g, '')
  return `“${bare.length > nameMax ? `${bare.slice(0, nameMax).trimEnd()}…` : bare}”`
}
