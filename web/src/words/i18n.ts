import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { accountMessages } from '../account/messages.en.ts'
import type { officeMessages } from '../office/messages.en.ts'
import type { operatorMessages } from '../operator/messages.en.ts'
import { partsMessages } from '../parts/messages.en.ts'
import type { shopMessages } from '../shop/messages.en.ts'
import type { signInMessages } from '../sign-in/messages.en.ts'

/**
 * The keys of a catalogue, without the words themselves: with every sentence as a type of its own the compiler gives up on a
 * catalogue of this size.
 */
type Keys<T> = { [K in keyof T]: T[K] extends string ? string : Keys<T[K]> }

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'parts'
    returnNull: false
    resources: {
      parts: Keys<typeof partsMessages>
      office: Keys<typeof officeMessages>
      shop: Keys<typeof shopMessages>
      operator: Keys<typeof operatorMessages>
      signIn: Keys<typeof signInMessages>
      account: Keys<typeof accountMessages>
    }
  }
}

/** Words come per face, with the face's code; those of the shared parts are always there. */
export function startWords(): void {
  i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'parts',
    resources: { en: { parts: partsMessages } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
}

/** Called by a face's layout module when it is loaded, before any of its screens is drawn. */
export function addWords(namespace: 'office' | 'shop' | 'operator' | 'signIn' | 'account', messages: object): void {
  i18next.addResourceBundle('en', namespace, messages)
}
