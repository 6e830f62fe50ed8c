import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sourcesIn } from '../../test/support/source-tree.ts'
import { type Area, catalogues, languages } from './catalogue.ts'
import { languageOf } from './language.ts'
import { render, renderWithin } from './render.ts'
import { say } from './sentence.ts'

const areas = Object.keys(catalogues.en) as Area[]
const sentences = areas.flatMap((area) =>
  Object.keys(catalogues.en[area]).map((key) => ({
    area,
    key,
    texts: languages.map((language) => (catalogues[language][area] as Record<string, string>)[key] ?? ''),
  })),
)
const namesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!)

describe('every sentence', () => {
  test('is there in every language, and tells the same facts in each', () => {
    const wrong = sentences.filter(({ texts }) => {
      const facts = texts.map((text) =>
        [...new Set(namesIn(text))]
          .filter((name) => name !== 'count')
          .sort()
          .join(),
      )
      return texts.some((text) => text.trim() === '') || new Set(facts).size > 1
    })
    expect(wrong.map(({ area, key }) => `${area}.${key}`)).toEqual([])
  })

  test('is used by somebody', () => {
    // A key stands in the code whole, or as the variant that is put behind its kind: notFound('order').
    const code = sourcesIn('app')
      .filter(({ name }) => !name.startsWith('app/words/'))
      .map(({ text }) => text)
      .join('\n')
    const unused = sentences.filter(({ area, key }) => {
      const stem = key.replace(/_(one|other)$/, '')
      const variant = stem.startsWith('not-found:') ? stem.replace('not-found:', '') : stem
      return area !== 'titles' && !code.includes(`'${stem}'`) && !code.includes(`notFound('${variant}')`)
    })
    expect(unused.map(({ area, key }) => `${area}.${key}`)).toEqual([])
  })
})

describe('a sentence', () => {
  test('is written in the reader’s language, with amounts and other sentences in it', () => {
    const sentence = say('problems', 'stripe-refused:page', {
      reason: say('problems', 'total-changed', { total: { minor: 41250, currency: 'usd' } }),
    })
    expect(render(sentence, 'en')).toContain('The total is now 412.50 USD.')
    expect(render(sentence, 'es')).toContain('El total es ahora 412.50 USD.')
  })

  test('counts', () => {
    expect(render(say('problems', 'too-many-tries', { count: 1 }), 'en')).toBe('Too many tries. Wait a minute and try again.')
    expect(render(say('problems', 'too-many-tries', { count: 3 }), 'es')).toBe(
      'Demasiados intentos. Espere 3 minutos e inténtelo de nuevo.',
    )
  })

  test('takes what a person wrote as plain text, never as a pattern of its own', () => {
    const odd = fc.stringMatching(/^[$a-z{}()]{0,20}$/)
    fc.assert(
      fc.property(odd, (name) => {
        expect(render(say('problems', 'price-list-taken', { name }), 'en')).toBe(`There is a price list called ${name} already.`)
      }),
    )
  })

  test('is found at any depth of an answer; everything else stays the same thing', () => {
    const at = new Date(0)
    const answer = renderWithin({ a: [{ why: say('problems', 'busy') }], at, none: null }, 'en') as { at: Date }
    expect(answer).toEqual({ a: [{ why: expect.stringContaining('Somebody else') }], at, none: null })
    expect(answer.at).toBe(at)
  })
})

describe('the language a browser asks for', () => {
  test.each([
    [undefined, 'en'],
    ['es', 'es'],
    ['es-MX,es;q=0.9,en;q=0.8', 'es'],
    ['en-GB,en;q=0.9,es;q=0.8', 'en'],
    ['de-DE,de;q=0.9,es;q=0.3', 'es'],
    ['es;q=0, en', 'en'],
    ['*', 'en'],
    ['es;q=9', 'es'],
    [`${'x,'.repeat(5000)}es`, 'en'],
  ])('%j is answered in %s', (accepted, language) => {
    expect(languageOf(accepted)).toBe(language)
  })
})
