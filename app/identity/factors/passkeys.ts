import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { Problem } from '../../problem.ts'
import { type Changing, countFactors, factorsChanged, lockPerson } from './change-factors.ts'
import type { PasskeyAnswer, PasskeyMade } from './passkey-shapes.ts'

type Dependencies = Pick<Deps, 'config' | 'db' | 'identity' | 'clock'>

export const passkeysMax = 20
const ceremonyMs = 5 * 60_000
/** What a challenge was made for: an answer to one is none to another. */
type Purpose = 'add' | 'sign-in' | 'step-up'
/** Signing in: whoever holds the passkey says who they are. */
const anybody = 'anybody'

/** What the browser needs to make a passkey. @throws Problem 409 when the account holds as many as it may. */
export async function beginPasskey(
  deps: Dependencies,
  user: { id: string; email: string; name: string },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await deps.db.identity.selectFrom('passkeys').select('credential_id').where('user_id', '=', user.id).execute()
  if (known.length >= passkeysMax) throw new Problem('passkeys-full', { max: passkeysMax })
  const options = await generateRegistrationOptions({
    rpName: 'Florin',
    rpID: hostOf(deps),
    userName: user.email,
    userDisplayName: user.name,
    userID: new TextEncoder().encode(user.id),
    excludeCredentials: known.map(({ credential_id }) => ({ id: credential_id })),
    // Found without a name and unlocked by its holder: such a passkey is two factors in one.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    timeout: ceremonyMs,
  })
  await remember(deps, 'add', options.challenge, user.id)
  return options
}

/** Adds the passkey the browser has made. @returns the session's new token. @throws Problem 401 when it does not answer the challenge. */
export async function addPasskey(deps: Dependencies, who: Changing, name: string, response: PasskeyMade): Promise<string> {
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: response as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    expectedChallenge: (challenge) => answers(deps, 'add', challenge, who.userId),
    expectedOrigin: originOf(deps),
    expectedRPID: hostOf(deps),
    requireUserVerification: true,
  }).catch(refused)
  if (!verified) throw new Problem('wrong-passkey')
  const { credential, credentialBackedUp } = registrationInfo
  return deps.db.identity.transaction().execute(async (tx) => {
    await lockPerson(tx, who.userId)
    if ((await countFactors(tx, who.userId)).passkeys >= passkeysMax) throw new Problem('passkeys-full', { max: passkeysMax })
    const added = await tx
      .insertInto('passkeys')
      .values({
        user_id: who.userId,
        name,
        credential_id: credential.id,
        public_key: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: credential.transports ?? [],
        synced: credentialBackedUp,
      })
      .onConflict((conflict) => conflict.column('credential_id').doNothing())
      .executeTakeFirst()
    if (added.numInsertedOrUpdatedRows === 0n) throw new Problem('wrong-passkey')
    return factorsChanged(tx, who, 'password+passkey')
  })
}

/** What the browser needs to show a passkey. @param userId only this person's; anybody's otherwise. */
export async function askForPasskey(
  deps: Dependencies,
  purpose: 'sign-in' | 'step-up',
  userId?: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const own = userId
    ? await deps.db.identity.selectFrom('passkeys').select('credential_id').where('user_id', '=', userId).execute()
    : []
  const options = await generateAuthenticationOptions({
    rpID: hostOf(deps),
    userVerification: 'required',
    timeout: ceremonyMs,
    allowCredentials: own.map(({ credential_id }) => ({ id: credential_id })),
  })
  await remember(deps, purpose, options.challenge, userId ?? anybody)
  return options
}

/** Whose passkey it is, before anything about it is believed. */
export function findPasskeyOwner({ db }: Dependencies, response: PasskeyAnswer): Promise<{ userId: string } | undefined> {
  return db.identity
    .selectFrom('passkeys')
    .select('user_id as userId')
    .where('credential_id', '=', response.id)
    .executeTakeFirst()
}

/**
 * Checks the answer of a passkey: made here, for this challenge, by this person, who unlocked it. Each challenge is answered once.
 * @throws Problem 401 otherwise.
 */
export async function checkPasskey(
  deps: Dependencies,
  purpose: 'sign-in' | 'step-up',
  userId: string,
  response: PasskeyAnswer,
): Promise<void> {
  const passkey = await deps.db.identity
    .selectFrom('passkeys')
    .selectAll()
    .where('credential_id', '=', response.id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!passkey) throw new Problem('wrong-passkey')
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: response as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
    expectedChallenge: (challenge) => answers(deps, purpose, challenge, userId),
    expectedOrigin: originOf(deps),
    expectedRPID: hostOf(deps),
    credential: {
      id: passkey.credential_id,
      publicKey: new Uint8Array(passkey.public_key),
      counter: Number(passkey.counter),
      transports: passkey.transports,
    },
    requireUserVerification: true,
  }).catch(refused)
  if (!verified) throw new Problem('wrong-passkey')
  // Two answers at once with one count: the authenticator was copied.
  const counted = await deps.db.identity
    .updateTable('passkeys')
    .set({ counter: authenticationInfo.newCounter, last_used_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', passkey.id)
    .where('counter', '=', passkey.counter)
    .executeTakeFirst()
  if (counted.numUpdatedRows === 0n) throw new Problem('wrong-passkey')
}

async function remember(deps: Dependencies, purpose: Purpose, challenge: string, value: string): Promise<void> {
  const { internalAdapter } = await deps.identity.library.$context
  const expiresAt = new Date(deps.clock.now().getTime() + ceremonyMs)
  await internalAdapter.createVerificationValue({ identifier: `passkey:${purpose}:${challenge}`, value, expiresAt })
}

/** Takes the challenge away, so that it is answered once. */
async function answers(deps: Dependencies, purpose: Purpose, challenge: string, userId: string): Promise<boolean> {
  const { internalAdapter } = await deps.identity.library.$context
  const asked = await internalAdapter.consumeVerificationValue(`passkey:${purpose}:${challenge}`)
  return asked !== null && (asked.value === userId || asked.value === anybody)
}

/** The verifying library throws for whatever does not fit: none of that is our fault. */
function refused(): never {
  throw new Problem('wrong-passkey')
}

function hostOf({ config }: Dependencies): string {
  return new URL(config.publicUrl).hostname
}

function originOf({ config }: Dependencies): string {
  return new URL(config.publicUrl).origin
}
