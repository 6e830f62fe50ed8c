import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { answer, api } from './client.ts'

const library = () => import('@simplewebauthn/browser')

/** Whether this browser knows passkeys at all. */
export const knowsPasskeys = typeof window.PublicKeyCredential === 'function'

/** Whether the person closed the browser's own window, or let it run out: nothing to complain about. */
export function wasDismissed(error: Error | null): boolean {
  return error?.name === 'NotAllowedError' || error?.name === 'AbortError'
}

/** Signs in with a passkey: the browser asks which. @throws what the browser or the server refuses. */
export async function signInWithPasskey(): Promise<void> {
  const { startAuthentication } = await library()
  const question = await answer(api.POST('/api/auth/passkey/options'))
  const response = await startAuthentication({ optionsJSON: question as unknown as PublicKeyCredentialRequestOptionsJSON })
  await answer(api.POST('/api/auth/passkey/sign-in', { body: { response: asSent(response) } }))
}

/** Shows a passkey within a session, as a fresh proof. */
export async function showPasskey(): Promise<void> {
  const { startAuthentication } = await library()
  const question = await answer(api.POST('/api/auth/step-up/passkey-options'))
  const response = await startAuthentication({ optionsJSON: question as unknown as PublicKeyCredentialRequestOptionsJSON })
  await answer(api.POST('/api/auth/step-up/passkey', { body: { response: asSent(response) } }))
}

/** Makes a passkey on this device, or on one that the browser can reach, and adds it to the account. */
export async function makePasskey(name: string): Promise<void> {
  const { startRegistration } = await library()
  const question = await answer(api.POST('/api/account/passkeys/options'))
  const response = await startRegistration({ optionsJSON: question as unknown as PublicKeyCredentialCreationOptionsJSON })
  await answer(api.POST('/api/account/passkeys', { body: { name, response: asSent(response) } }))
}

/** Results of extensions stay here: the server asks for none. */
function asSent<T extends { clientExtensionResults: object }>(response: T) {
  return { ...response, clientExtensionResults: {} }
}
