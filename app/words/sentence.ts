import type { Money } from '../money.ts'
import type { Area, KeyOf, ParametersOf } from './catalogue.ts'

/** What may stand in a sentence: text as it is (a name, a number of a document), a count, an amount, or another sentence. */
export type Parameter = string | number | Money | Sentence

/** Something to say to a person: which sentence, and with what. It becomes words where it is read, in the reader's language. */
export class Sentence {
  readonly area: Area
  readonly key: string
  readonly parameters: Readonly<Record<string, unknown>>

  constructor(area: Area, key: string, parameters: Record<string, unknown>) {
    this.area = area
    this.key = key
    this.parameters = parameters
  }
}

/** The parameters after a sentence's key: none, or one object with each that its text names. */
export type Told<Names extends string> = [Names] extends [never] ? [] : [Record<Names, Parameter>]

/** Names a sentence of the catalogue. The compiler knows which parameters its text needs. */
export function say<A extends Area, Key extends KeyOf<A>>(
  area: A,
  key: Key,
  ...[parameters]: Told<ParametersOf<A, Key>>
): Sentence {
  return new Sentence(area, key, parameters ?? {})
}
