import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'

/** Members that are never written, at the top or one or two levels down. */
const secretMembers = [
  'authorization',
  'cookie',
  'set-cookie',
  'stripe-signature',
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'secret',
  'backupCodes',
]

/** The application's log: one JSON object a line, without secrets and without anything that could be a card number (P12). */
export function createLogger(level: string, destination: DestinationStream = process.stdout): Logger {
  const paths = secretMembers.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`])
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths, censor: '[hidden]' },
    },
    { write: (line: string) => destination.write(maskCardNumbers(line)) },
  )
}

const cardLike = /\d(?:[ -]?\d){12,18}/g

/** Hides every run of 13 to 19 digits (spaces and hyphens between them allowed) that is a well-formed card number. */
export function maskCardNumbers(text: string): string {
  return text.replace(cardLike, (run) => {
    const digits = run.replace(/\D/g, '')
    return passesLuhn(digits) ? `[number ending in ${digits.slice(-4)}]` : run
  })
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
