import { createHash } from 'node:crypto'
import { generateRandomString, symmetricDecrypt } from 'better-auth/crypto'
import { type Secrets, versionOf } from '../secret.ts'

const codesMax = 10
const groups = 4
const groupLetters = 6
const hashed = 'sha256:'

/** Ten codes for the day the app is lost: 24 letters each (123 bits), so that a plain hash keeps them. */
export function newBackupCodes(): string[] {
  const group = () => generateRandomString(groupLetters, 'a-z', '0-9')
  return Array.from({ length: codesMax }, () => Array.from({ length: groups }, group).join('-'))
}

/** What of a code is kept, and compared: capitals, spaces and hyphens do not count. */
export function hashBackupCode(code: string): string {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '')
  return `${hashed}${createHash('sha256').update(plain).digest('base64url')}`
}

/** @param list codes as JSON, as made or (after one was used) as kept. @returns what the database keeps. */
export function keptCodes(list: string): string {
  const codes = JSON.parse(list) as string[]
  return JSON.stringify(codes.map((code) => (code.startsWith(hashed) ? code : hashBackupCode(code))))
}

/** Reads what the database keeps; until their owner makes new ones, earlier codes stand there encrypted. @returns hashes as JSON. */
export async function readKeptCodes({ current, old }: Secrets, kept: string): Promise<string> {
  if (kept.startsWith('[')) return kept
  const secrets = [current, ...old]
  const key = {
    keys: new Map(secrets.map((secret) => [versionOf(secret), secret])),
    currentVersion: versionOf(current),
    legacySecret: secrets.at(-1)!,
  }
  return keptCodes(await symmetricDecrypt({ key, data: kept }))
}
