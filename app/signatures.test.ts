import { expect, test } from 'vitest'
import { openSignatures } from './signatures.ts'

const [first, second] = ['1'.repeat(32), '2'.repeat(32)]
const { sign, verify } = openSignatures({ current: second, old: [first] })

test('what was signed is known again, also when it was signed with an old secret', () => {
  const earlier = openSignatures({ current: first, old: [] })
  expect(verify('link', 'text', sign('link', 'text'))).toBe(true)
  expect(verify('link', 'text', earlier.sign('link', 'text'))).toBe(true)
  expect(sign('link', 'text')).not.toBe(earlier.sign('link', 'text'))
})

test('what was signed for one purpose is worth nothing for another, nor for another text', () => {
  expect(verify('device', 'text', sign('link', 'text'))).toBe(false)
  expect(verify('link', 'other', sign('link', 'text'))).toBe(false)
})

test.each(['', 'x', 'ü'.repeat(43), '\u{1F600}'.repeat(21), 'A'.repeat(43), 'A'.repeat(10_000)])(
  '%j is no signature, and no fault',
  (odd) => {
    expect(verify('link', 'text', odd)).toBe(false)
  },
)
