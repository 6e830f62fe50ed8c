import { breaks } from './en/breaks.ts'
import { events } from './en/events.ts'
import { input } from './en/input.ts'
import { mails } from './en/mails.ts'
import { orders } from './en/orders.ts'
import { payments } from './en/payments.ts'
import { problems } from './en/problems.ts'
import { security } from './en/security.ts'
import { titles } from './en/titles.ts'
import { breaks as diferencias } from './es/breaks.ts'
import { events as sucesos } from './es/events.ts'
import { input as entrada } from './es/input.ts'
import { mails as correos } from './es/mails.ts'
import { orders as pedidos } from './es/orders.ts'
import { payments as pagos } from './es/payments.ts'
import { problems as problemas } from './es/problems.ts'
import { security as seguridad } from './es/security.ts'
import { titles as titulos } from './es/titles.ts'

/** The languages people may read Florin in. Every sentence is there in each of them: the compiler holds it. */
export const languages = ['en', 'es'] as const
export type Language = (typeof languages)[number]

/** A catalogue of another language: the same keys, other words. */
export type SameKeys<English> = { readonly [Key in keyof English]: string }

const english = { breaks, events, input, mails, orders, payments, problems, security, titles }
export type Area = keyof typeof english

/** Everything Florin says to people from the server, by area and key. Words for people stand here and nowhere else. */
export const catalogues: Record<Language, { [A in Area]: SameKeys<(typeof english)[A]> }> = {
  en: english,
  es: {
    breaks: diferencias,
    events: sucesos,
    input: entrada,
    mails: correos,
    orders: pedidos,
    payments: pagos,
    problems: problemas,
    security: seguridad,
    titles: titulos,
  },
}

/** A key without its plural form: `one` and `other` are picked by the parameter `count`. */
type Stem<Key> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key
export type KeyOf<A extends Area> = `${Stem<keyof (typeof english)[A]> & (string | number)}`

type TextOf<A extends Area, Key extends string> = {
  [K in keyof (typeof english)[A]]: `${Stem<K> & (string | number)}` extends Key ? (typeof english)[A][K] : never
}[keyof (typeof english)[A]]
type NamesIn<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | NamesIn<Rest> : never
type Plural<A extends Area, Key extends string> = `${Key}_other` extends keyof (typeof english)[A] ? 'count' : never

/** The names of what a sentence needs to be told, read off its English text. */
export type ParametersOf<A extends Area, Key extends string> = NamesIn<TextOf<A, Key>> | Plural<A, Key>
