import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainLines, plainText } from './plain-text.ts'

test('what people type is kept: letters of every script, accents, emoji', () => {
  for (const text of ['Café Zoë', '東京の花屋', 'زهور', '👩‍🌾 10 × “Freedom”'])
    expect(plainText(60).parse(text)).toBe(text.normalize('NFC'))
})

test('text is composed and trimmed before it is counted', () => {
  expect(plainText(4).parse('  Cafe\u0301 ')).toBe('Café')
})

test('control characters, lone surrogates and marks that turn text around are refused', () => {
  for (const odd of ['\0', '\u001b', '\u007f', '\u0085', '\uD800', '\u202E', '\u2066', '\n', '\t'])
    expect(plainText(60).safeParse(`a${odd}b`).success).toBe(false)
})

test('lines may break, in whichever way the machine breaks them', () => {
  expect(plainLines(60).parse('one\r\ntwo\nthree')).toBe('one\ntwo\nthree')
  for (const odd of ['\0', '\r', '\u001b', '\uDC00']) expect(plainLines(60).safeParse(`a${odd}b`).success).toBe(false)
})

test('what is accepted can always be stored: well formed, no zero byte, no longer than allowed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const { success, data } = plainLines(60).safeParse(text)
      if (success) expect(data.isWellFormed() && !data.includes('\0') && data.length <= 60).toBe(true)
    }),
  )
})
