import { z } from 'zod'

const encoded = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]*$/)
const common = {
  id: encoded(1400),
  rawId: encoded(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).nullish(),
  // No extension is asked for, so none has a result.
  clientExtensionResults: z.object({}),
}

/** What a browser says when it has made a passkey, as JSON (WebAuthn level 3). Verified by the library, bounded here. */
export const passkeyMade = z.object({
  ...common,
  response: z.object({
    clientDataJSON: encoded(4000),
    attestationObject: encoded(20_000),
    authenticatorData: encoded(4000).optional(),
    transports: z.array(z.string().max(40)).max(10).optional(),
    publicKeyAlgorithm: z.int().min(-65_536).max(65_536).optional(),
    publicKey: encoded(4000).optional(),
  }),
})
/** What it says when a passkey was shown. */
export const passkeyAnswer = z.object({
  ...common,
  response: z.object({
    clientDataJSON: encoded(4000),
    authenticatorData: encoded(4000),
    signature: encoded(4000),
    userHandle: encoded(200).nullish(),
  }),
})
export type PasskeyMade = z.infer<typeof passkeyMade>
export type PasskeyAnswer = z.infer<typeof passkeyAnswer>

/** What the browser is asked, as WebAuthn writes it: passed on to it whole. */
export const passkeyQuestion = z.looseObject({ challenge: z.string() })
