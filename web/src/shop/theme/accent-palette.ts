import type { MantineColorsTuple } from '@mantine/core'

type Oklch = { lightness: number; chroma: number; hue: number }
type Rgb = [number, number, number]

/** How light each of the ten steps is, and how much of the accent's colourfulness it keeps. */
const steps: [lightness: number, chroma: number][] = [
  [0.975, 0.12],
  [0.945, 0.22],
  [0.885, 0.42],
  [0.815, 0.64],
  [0.74, 0.84],
  [0.665, 0.95],
  [0.59, 1],
  [0.5, 1],
  [0.43, 0.92],
  [0.36, 0.8],
]

/** Step of `primaryShade` in the light: white text stands on it. */
const textStep = 7
/** WCAG AA, with a little to spare. */
const contrastMin = 4.6
const lightnessStep = 0.01

/**
 * Ten steps of a seller's accent colour, as even to the eye as the theme's own, and dark enough where white text stands on it,
 * whatever colour the seller chose.
 * @param accent '#9b2f5f'.
 */
export function accentPalette(accent: string): MantineColorsTuple {
  const { chroma, hue } = toOklch(fromHex(accent))
  const palette = steps.map(([lightness, share], step) => {
    const wanted = { lightness, chroma: chroma * share, hue }
    return toHex(step >= textStep ? darkEnough(wanted) : intoGamut(wanted))
  })
  return palette as unknown as MantineColorsTuple
}

function darkEnough(colour: Oklch): Rgb {
  let { lightness } = colour
  let rgb = intoGamut(colour)
  while (1.05 / (luminance(rgb) + 0.05) < contrastMin) {
    lightness -= lightnessStep
    rgb = intoGamut({ ...colour, lightness })
  }
  return rgb
}

/** Gives up colourfulness until a screen can show it; lightness and hue stay. */
function intoGamut(colour: Oklch): Rgb {
  let { chroma } = colour
  let rgb = toRgb(colour)
  while (rgb.some((channel) => channel < 0 || channel > 1) && chroma > 0) {
    chroma -= lightnessStep
    rgb = toRgb({ ...colour, chroma: Math.max(chroma, 0) })
  }
  return rgb
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
const linear = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4)
const encoded = (light: number) => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055)

/** The matrices of the OKLab colour space (Björn Ottosson, 2020). */
function toOklch(rgb: Rgb): Oklch {
  const [r, g, b] = rgb.map(linear) as Rgb
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const c = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(a, c),
    hue: Math.atan2(c, a),
  }
}

function toRgb({ lightness, chroma, hue }: Oklch): Rgb {
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

function fromHex(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as Rgb
}

function toHex(rgb: Rgb): string {
  const channels = rgb.map((channel) => Math.round(Math.min(1, Math.max(0, channel)) * 255))
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
