/** The colours one product is drawn with. */
export type Ink = { light: string; mid: string; deep: string; heart: string; stem: string; leaf: string }

const stem = 'hsl(128 24% 42%)'
const leaf = 'hsl(134 28% 52%)'
const gold = 'hsl(44 80% 58%)'

/** @param hue 0 to 359. No flower sells as greenish yellow: those hues stand for white and ivory. */
export function inkOf(hue: number): Ink {
  if (hue >= 92 && hue < 170) return { ...foliageOf(hue), heart: gold, stem, leaf }
  if (hue >= 55 && hue < 92)
    return { light: 'hsl(48 60% 97%)', mid: 'hsl(46 46% 91%)', deep: 'hsl(42 34% 79%)', heart: 'hsl(72 34% 62%)', stem, leaf }
  return {
    light: `hsl(${hue} 78% 82%)`,
    mid: `hsl(${hue} 68% 68%)`,
    deep: `hsl(${hue} 56% 52%)`,
    heart: hue >= 28 && hue < 55 ? 'hsl(24 56% 36%)' : gold,
    stem,
    leaf,
  }
}

/** Greens are quieter than flowers. */
export function foliageOf(hue: number): Pick<Ink, 'light' | 'mid' | 'deep'> {
  return { light: `hsl(${hue} 30% 74%)`, mid: `hsl(${hue} 28% 58%)`, deep: `hsl(${hue} 30% 42%)` }
}

/** Turns for so many petals around a heart, the first at `from` degrees. */
export function turns(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, index) => from + (index * 360) / count)
}
