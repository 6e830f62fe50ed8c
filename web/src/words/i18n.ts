import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { accountMessages } from '../account/messages.en.ts'
import type { officeMessages } from '../office/messages.en.ts'
import type { operatorMessages } from '../operator/messages.en.ts'
import type { partsMessages } from '../parts/messages.en.ts'
import type { shopMessages } from '../shop/messages.en.ts'
import type { signInMessages } from '../sign-in/messages.en.ts'
import { type Language, language } from './language.ts'

/**
 * The keys of a catalogue, without the words themselves: what a catalogue of another language must have. It also spares the
 * compiler every sentence as a type of its own, at which it gives up with this many.
 */
export type Keys<T> = { [K in keyof T]: T[K] extends string ? string : Keys<T[K]> }

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

/** Where the words of each face come from. Only the reader's language is loaded. */
const catalogues: Record<Namespace, Record<Language, () => Promise<object>>> = {
  parts: {
    en: () => import('../parts/messages.en.ts').then((file) => file.partsMessages),
    es: () => import('../parts/messages.es.ts').then((file) => file.partsMessages),
  },
  office: {
    en: () => import('../office/messages.en.ts').then((file) => file.officeMessages),
    es: () => import('../office/messages.es.ts').then((file) => file.officeMessages),
  },
  shop: {
    en: () => import('../shop/messages.en.ts').then((file) => file.shopMessages),
    es: () => import('../shop/messages.es.ts').then((file) => file.shopMessages),
  },
  operator: {
    en: () => import('../operator/messages.en.ts').then((file) => file.operatorMessages),
    es: () => import('../operator/messages.es.ts').then((file) => file.operatorMessages),
  },
  signIn: {
    en: () => import('../sign-in/messages.en.ts').then((file) => file.signInMessages),
    es: () => import('../sign-in/messages.es.ts').then((file) => file.signInMessages),
  },
  account: {
    en: () => import('../account/messages.en.ts').then((file) => file.accountMessages),
    es: () => import('../account/messages.es.ts').then((file) => file.accountMessages),
  },
}
type Namespace = 'parts' | 'office' | 'shop' | 'operator' | 'signIn' | 'account'

/** Starts with the words of the shared parts; call before anything is drawn. */
export async function startWords(): Promise<void> {
  document.documentElement.lang = language
  await i18next.use(initReactI18next).init({
    lng: language,
    defaultNS: 'parts',
    resources: { [language]: { parts: await catalogues.parts[language]() } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
}

/** The code of a face's screen together with the face's words, loaded side by side: `withWords('office', () => import(…))`. */
export function withWords<T>(namespace: Namespace, load: () => Promise<T>): () => Promise<T> {
  return async () => {
    const [code] = await Promise.all([load(), loadWords(namespace)])
    return code
  }
}

async function loadWords(namespace: Namespace): Promise<void> {
  if (i18next.hasResourceBundle(language, namespace)) return
  i18next.addResourceBundle(language, namespace, await catalogues[namespace][language]())
}
