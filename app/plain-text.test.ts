import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { plainLines, plainText } from './plain-text.ts'

test('what people type is kept: letters of every script, accents, emoji', () => {
  for (const text of [
    'Café Zoë',
    '東京の花屋',
    'زهور',
    '👩‍🌾 10 × “Freedom”',
    'می‌خواهم',
    'क्‍ष',
    'שָׁלוֹם',
    'ก็้',
    '葛\u{E0100}城',
    '❤️ 1️⃣',
    'O’Brien & Söhne',
  ])
    expect(plainText(60).parse(text)).toBe(text.normalize('NFC'))
})

test('text is composed and trimmed before it is counted', () => {
  expect(plainText(4).parse('  Cafe\u0301 ')).toBe('Café')
})

test('control characters, lone surrogates and marks that turn text around are refused', () => {
  for (const odd of ['\0', '\u001b', '\u007f', '\u0085', '\uD800', '\u202E', '\u2066', '\n', '\t'])
    expect(plainText(60).safeParse(`a${odd}b`).success).toBe(false)
})

test('what draws nothing is refused: two names that look the same are the same', () => {
  const invisible = [
    '\u00AD',
    '\u034F',
    '\u061C',
    '\u180E',
    '\u200B',
    '\u200E',
    '\u200F',
    '\u2060',
    '\u2069',
    '\u206F',
    '\uFEFF',
    '\uFFF9',
    '\u{E0041}',
  ]
  const stray = ['\u200C', '\u200D', '\uFE0F', '\u{E0100}']
  for (const odd of [...invisible, ...stray]) {
    expect(plainText(60).safeParse(`Lily${odd}Crown`).success, `U+${odd.codePointAt(0)!.toString(16)}`).toBe(false)
    expect(plainLines(60).safeParse(`Lily${odd}Crown`).success).toBe(false)
  }
})

test('a name is empty, or something that can be seen', () => {
  expect(plainText(60).parse('  ')).toBe('')
  for (const unseen of ['\u3164', '\u2800', '\u00A0\u2800', '\u0301', '\u115F'])
    expect(plainText(60).safeParse(unseen).success, `U+${unseen.codePointAt(0)!.toString(16)}`).toBe(false)
})

test('marks that are stacked out of their line are refused, what languages stack is not', () => {
  expect(plainText(60).safeParse(`Z${'\u0335'.repeat(8)}`).success).toBe(true)
  expect(plainText(60).safeParse(`Z${'\u0335'.repeat(9)}`).success).toBe(false)
})

test.each([plainText, plainLines])('however much is sent, %o composes no more than what a field may hold', (kind) => {
  const composed: number[] = []
  const compose = vi.spyOn(String.prototype, 'normalize').mockImplementation(function (this: string) {
    composed.push(this.length)
    return String(this)
  })
  const { success, error } = kind(500).safeParse('\u0301'.repeat(500_000))
  compose.mockRestore()
  expect(success).toBe(false)
  expect(composed).toEqual([])
  // It says what the field holds, not how much was looked at.
  expect(error!.issues).toMatchObject([{ code: 'too_big', maximum: 500 }])
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
