import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accentPalette } from './accent-palette.ts'

const channel = fc.integer({ min: 0, max: 255 }).map((value) => value.toString(16).padStart(2, '0'))
const colour = fc.tuple(channel, channel, channel).map((channels) => `#${channels.join('')}`)

/** How much lighter white is than a colour, as WCAG counts. */
function contrastWithWhite(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * r! + 0.7152 * g! + 0.0722 * b! + 0.05)
}

test('white text can be read on the accent of any seller', () => {
  fc.assert(
    fc.property(colour, (accent) => {
      for (const step of accentPalette(accent).slice(7)) expect(contrastWithWhite(step)).toBeGreaterThanOrEqual(4.5)
    }),
  )
})

test('the steps go from light to dark, each a colour a screen can show', () => {
  fc.assert(
    fc.property(colour, (accent) => {
      const steps = accentPalette(accent)
      expect(steps).toHaveLength(10)
      for (const step of steps) expect(step).toMatch(/^#[0-9a-f]{6}$/)
      const contrasts = steps.map(contrastWithWhite)
      expect(contrasts).toEqual(contrasts.toSorted((a, b) => a - b))
    }),
  )
})
