import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emailAddress } from './email-address.ts'

const read = (text: string) => emailAddress.safeParse(text)

describe('an e-mail address', () => {
  test.each([
    ['smith&sons@example.com', 'smith&sons@example.com'],
    ['user%dept@example.com', 'user%dept@example.com'],
    ['sales/miami@example.com', 'sales/miami@example.com'],
    ["o'brien@example.com", "o'brien@example.com"],
    ['a+b@example.com', 'a+b@example.com'],
    ['!#$&*=?^`{|}~@example.com', '!#$&*=?^`{|}~@example.com'],
    ['info@flowers.xn--p1ai', 'info@flowers.xn--p1ai'],
    ['info@цветы.рф', 'info@xn--b1ag3bn2a.xn--p1ai'],
    ['info@blümen.example', 'info@xn--blmen-lva.example'],
    ['INFO@BLÜMEN.Example', 'info@xn--blmen-lva.example'],
    // Composed and decomposed are the same letter.
    ['info@blu\u0308men.example', 'info@xn--blmen-lva.example'],
    ['info@faß.example', 'info@xn--fa-hia.example'],
    [' Ada@Example.COM ', 'ada@example.com'],
    ['x@a-b.co', 'x@a-b.co'],
    ['1@2.example', '1@2.example'],
  ])('%j is taken', (written, kept) => {
    expect(read(written)).toEqual({ success: true, data: kept })
  })

  test.each([
    ['zoe', 'email-at'],
    ['', 'email-at'],
    ['@example.com', 'email-name'],
    ['a..b@example.com', 'email-name'],
    ['.a@example.com', 'email-name'],
    ['a.@example.com', 'email-name'],
    ['a b@example.com', 'email-name'],
    ['"a b"@example.com', 'email-name'],
    ['a@b@example.com', 'email-name'],
    ['zoë@example.com', 'email-accents'],
    [`${'a'.repeat(65)}@example.com`, 'email-name-long'],
    ['ada@localhost', 'email-domain-dot'],
    ['ada@192.168.0.1', 'email-domain'],
    ['ada@[192.168.0.1]', 'email-domain'],
    ['ada@-x.example', 'email-domain'],
    ['ada@x..example', 'email-domain'],
    ['ada@example%2Ecom', 'email-domain-dot'],
    ['ada@example.com\r\nBcc: eve@example.com', 'email-name'],
    ['ada@exa mple.com', 'email-domain'],
  ])('%j is refused, and says why', (written, why) => {
    const { success, error } = read(written)
    expect([success, error?.issues[0]?.message]).toEqual([false, why])
  })

  test('read again it stays what it is, and holds no letter that a mail header or a link could trip over', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary', maxLength: 40 }), fc.webUrl()), (text) => {
        const { data } = read(text)
        if (data === undefined) return
        expect(read(data).data).toBe(data)
        expect(data).toBe(data.toLowerCase())
        expect(data).toMatch(/^[\x21-\x7e]+$/)
      }),
    )
  })
})
