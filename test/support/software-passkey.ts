import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

type Question = { challenge: string; rpId?: string; rp?: { id?: string }; user?: { id: string } }

const userPresent = 1
const userVerified = 4
const attested = 64

/** A device that holds one passkey, in software: it signs what a test wants, right or wrong, where a real one would refuse. */
export function softwarePasskey(origin: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(16)
  const id = credentialId.toString('base64url')
  let counter = 0

  /** @param wrong what to do otherwise than a real device does. */
  function authenticatorData(question: Question, flags: number, wrong: Wrong): Buffer {
    const host = wrong.host ?? question.rpId ?? question.rp?.id ?? ''
    const count = Buffer.alloc(4)
    count.writeUInt32BE(wrong.counter ?? ++counter)
    const verified = wrong.unverified ? 0 : userVerified
    return Buffer.concat([createHash('sha256').update(host).digest(), Buffer.from([flags | verified]), count])
  }
  const clientData = (type: string, question: Question, wrong: Wrong) =>
    Buffer.from(JSON.stringify({ type, challenge: question.challenge, origin: wrong.origin ?? origin, crossOrigin: false }))

  return {
    make: (question: Question, wrong: Wrong = {}) => {
      const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string }
      const length = Buffer.from([0, credentialId.length])
      const authData = Buffer.concat([
        authenticatorData(question, userPresent | attested, wrong),
        ...[Buffer.alloc(16), length, credentialId, coseKey(x, y)],
      ])
      return {
        ...{ id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} },
        response: {
          clientDataJSON: clientData('webauthn.create', question, wrong).toString('base64url'),
          attestationObject: attestationOf(authData).toString('base64url'),
        },
      }
    },
    answer: (question: Question, wrong: Wrong = {}) => {
      const data = authenticatorData(question, userPresent, wrong)
      const client = clientData('webauthn.get', question, wrong)
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
      return {
        ...{ id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} },
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', wrong.signs ?? signed, privateKey).toString('base64url'),
        },
      }
    },
  }
}
type Wrong = { origin?: string; host?: string; unverified?: boolean; counter?: number; signs?: Buffer }

/** {1: 2, 3: -7, -1: 1, -2: x, -3: y} in CBOR: a P-256 key as COSE writes it. */
function coseKey(x: string, y: string): Buffer {
  const bytes = (text: string) => Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(text, 'base64url')])
  return Buffer.concat([
    ...[Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]), bytes(x)],
    ...[Buffer.from([0x22]), bytes(y)],
  ])
}

/** {fmt: "none", attStmt: {}, authData} in CBOR. */
function attestationOf(authData: Buffer): Buffer {
  const text = (word: string) => Buffer.concat([Buffer.from([0x60 | word.length]), Buffer.from(word)])
  return Buffer.concat([
    ...[Buffer.from([0xa3]), text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0])],
    ...[text('authData'), Buffer.from([0x58, authData.length]), authData],
  ])
}
