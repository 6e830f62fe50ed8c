import { expect, test } from 'vitest'
import { ownAddress } from './own-address.ts'

const origin = 'https://florin.example'

test('signing in leads back to the page one came for', () => {
  expect(ownAddress('/shop/orders/1?back=1', origin)).toBe('/shop/orders/1?back=1')
})

test.each([
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  '//',
  undefined,
])('signing in never leads to another site: %j', (from) => {
  expect(ownAddress(from, origin)).toBeNull()
})
