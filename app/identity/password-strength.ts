import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'
import { Problem } from '../problem.ts'
import { passwordLengthMax, passwordLengthMin } from './sign-in-library.ts'

/**
 * How much of a password is judged: what is weak in the first 40 letters is no password, what is strong there is strong enough.
 * Bounds the work, which grows faster than the length (40 letters: some tens of milliseconds at worst).
 */
const judgedMax = 40
const contextWordsMax = 60
/** 10^8 guesses: out of reach for whoever has to ask Florin, and far beyond the 50,000 commonest of what has been leaked. */
const scoreMin = 3
/** Letters that a password has besides such words. */
const ownLettersMin = 6
/** Words that stand at the front of every list for this product and its two languages. */
const ownWords = ['florin', 'contraseña', 'contrasena', 'clave', 'bienvenido', 'bienvenida', 'secreto', 'secret', 'welcome']

// Loaded once, in some 70 ms; holds 12 MB (the words people choose most, from public leaks; English and Spanish dictionaries
// would hold 57 MB for little more).
const judge = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: judgedMax })

export type PasswordOwner = { email: string; name: string /** Companies and customers the person belongs to. */; about: string[] }

/**
 * Refuses what somebody who guesses would try: what is common, follows a pattern, or is made of the owner's own words. Nothing
 * is asked of its composition, and spaces count as typed.
 * Ask only once the request has shown a right to set a password: judging takes longer than reading.
 * @throws Problem 400 saying what to do instead.
 */
export function assertGoodPassword(password: string, owner: PasswordOwner): void {
  if (password.length < passwordLengthMin) throw new Problem('weak-password:too-short', { min: passwordLengthMin })
  if (password.length > passwordLengthMax) throw new Problem('weak-password:too-long', { max: passwordLengthMax })
  const known = contextOf(owner)
  if (restAfter(password, known).length < ownLettersMin) throw new Problem('weak-password:own-words')
  const { score, sequence } = judge.check(password, known)
  if (score >= scoreMin) return
  const patterns = sequence.map((each) => (each as { dictionaryName?: string }).dictionaryName ?? each.pattern)
  if (patterns.includes('userInputs')) throw new Problem('weak-password:own-words')
  if (patterns.some((pattern) => /repeat|sequence|spatial/.test(pattern))) throw new Problem('weak-password:pattern')
  throw new Problem('weak-password:common')
}

/** What is left of a password without the words that are known of its owner, in whatever order they stand. */
function restAfter(password: string, known: string[]): string {
  const longestFirst = [...known].sort((a, b) => b.length - a.length)
  return longestFirst.reduce((rest, each) => rest.replaceAll(each, ''), password.toLowerCase())
}

/** Everything that is known of a person, whole and word by word. */
function contextOf({ email, name, about }: PasswordOwner): string[] {
  const texts = [email, ...email.split('@'), name, ...about]
  const words = texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u))
  const wanted = [...texts, ...words].map((text) => text.toLowerCase()).filter((text) => text.length >= 3)
  return [...new Set([...ownWords, ...wanted])].slice(0, contextWordsMax)
}
