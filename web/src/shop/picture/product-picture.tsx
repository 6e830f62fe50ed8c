import type { ComponentType, CSSProperties } from 'react'
import { Daisy, Lily, Orchid, Rose, Sprig, Sunflower, Tulip } from './flower-glyphs.tsx'
import { Box, Branch, Leaf, Plant, Ribbon, Tool, Vase } from './goods-glyphs.tsx'
import { foliageOf, type Ink, inkOf } from './ink.ts'
import classes from './product-picture.module.css'

const drawings: Record<string, ComponentType<{ ink: Ink }>> = {
  rose: Rose,
  tulip: Tulip,
  lily: Lily,
  orchid: Orchid,
  daisy: Daisy,
  sunflower: Sunflower,
  sprig: Sprig,
  leaf: Leaf,
  branch: Branch,
  plant: Plant,
  box: Box,
  vase: Vase,
  ribbon: Ribbon,
  tool: Tool,
}

const foliage = new Set(['leaf', 'branch'])

type Props = { picture: { glyph: string; hue: number }; size?: 'tile' | 'card' | 'page' }

/** A product as a drawing in its colour; what has none of its own is a box. Decorative: the name stands beside it. */
export function ProductPicture({ picture, size = 'card' }: Props) {
  const { glyph, hue } = picture
  const Drawing = drawings[glyph] ?? Box
  const ink = foliage.has(glyph) ? { ...inkOf(hue), ...foliageOf(hue) } : inkOf(hue)
  return (
    <div className={classes.ground} data-size={size} style={{ '--hue': hue } as CSSProperties} aria-hidden>
      <svg viewBox="0 0 96 96" className={classes.drawing} focusable="false" aria-hidden>
        <Drawing ink={ink} />
      </svg>
    </div>
  )
}
