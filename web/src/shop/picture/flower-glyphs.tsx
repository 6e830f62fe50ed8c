import { type Ink, turns } from './ink.ts'

/** Drawings of flowers in a field of 96 by 96. */
type Props = { ink: Ink }

function Stem({ ink, from = 52 }: Props & { from?: number }) {
  return (
    <>
      <path d={`M48 ${from} C48 70 47 80 46 92`} stroke={ink.stem} strokeWidth="3" fill="none" strokeLinecap="round" />
      <path d="M47 78 C36 76 30 70 28 62 C38 62 45 68 47 78 Z" fill={ink.leaf} />
      <path d="M47 84 C57 82 63 77 66 69 C56 70 49 75 47 84 Z" fill={ink.stem} />
    </>
  )
}

export function Rose({ ink }: Props) {
  return (
    <>
      <Stem ink={ink} />
      {turns(5, -90).map((turn) => (
        <circle key={turn} cx="48" cy="24" r="15" fill={ink.light} stroke={ink.mid} transform={`rotate(${turn + 90} 48 38)`} />
      ))}
      {turns(5, 36).map((turn) => (
        <circle key={turn} cx="48" cy="30" r="11" fill={ink.mid} stroke={ink.deep} transform={`rotate(${turn} 48 38)`} />
      ))}
      <circle cx="48" cy="38" r="10" fill={ink.deep} />
      <path
        d="M42 39 C42 33 53 32 54 38 C55 44 46 45 46 40 C46 37 50 36 51 39"
        stroke={ink.light}
        strokeWidth="1.6"
        fill="none"
        strokeLinecap="round"
      />
    </>
  )
}

export function Tulip({ ink }: Props) {
  return (
    <>
      <path d="M48 50 C48 68 48 80 48 92" stroke={ink.stem} strokeWidth="3.4" fill="none" strokeLinecap="round" />
      <path d="M47 90 C32 84 27 66 30 52 C40 60 47 72 47 90 Z" fill={ink.leaf} />
      <path d="M49 90 C62 84 67 70 65 58 C56 65 49 76 49 90 Z" fill={ink.stem} />
      <path d="M30 18 C38 22 44 30 46 54 C34 52 28 40 30 18 Z" fill={ink.mid} />
      <path d="M66 18 C58 22 52 30 50 54 C62 52 68 40 66 18 Z" fill={ink.deep} />
      <path d="M48 12 C59 24 59 44 48 56 C37 44 37 24 48 12 Z" fill={ink.light} stroke={ink.mid} />
    </>
  )
}

export function Lily({ ink }: Props) {
  return (
    <>
      <Stem ink={ink} from={44} />
      {turns(3, 60).map((turn) => (
        <path
          key={turn}
          d="M48 42 C60 30 58 16 48 6 C38 16 36 30 48 42 Z"
          fill={ink.mid}
          stroke={ink.deep}
          transform={`rotate(${turn} 48 42)`}
        />
      ))}
      {turns(3, 0).map((turn) => (
        <g key={turn} transform={`rotate(${turn} 48 42)`}>
          <path d="M48 42 C61 29 59 15 48 5 C37 15 35 29 48 42 Z" fill={ink.light} stroke={ink.mid} />
          <path d="M48 40 L48 14" stroke={ink.mid} strokeWidth="1.6" />
        </g>
      ))}
      {turns(6, 30).map((turn) => (
        <g key={turn} transform={`rotate(${turn} 48 42)`}>
          <path d="M48 42 L48 29" stroke={ink.stem} strokeWidth="1.2" />
          <ellipse cx="48" cy="28" rx="2.6" ry="1.6" fill="hsl(24 60% 42%)" />
        </g>
      ))}
    </>
  )
}

export function Orchid({ ink }: Props) {
  return (
    <>
      <path d="M48 44 C46 62 38 78 26 92" stroke={ink.stem} strokeWidth="3" fill="none" strokeLinecap="round" />
      <circle cx="34" cy="80" r="5" fill={ink.mid} />
      <circle cx="28" cy="70" r="4" fill={ink.leaf} />
      {turns(3, 0).map((turn) => (
        <ellipse key={turn} cx="48" cy="24" rx="9" ry="17" fill={ink.mid} transform={`rotate(${turn} 48 42)`} />
      ))}
      <path d="M46 42 C34 22 12 26 16 42 C19 54 38 52 46 44 Z" fill={ink.light} stroke={ink.mid} />
      <path d="M50 42 C62 22 84 26 80 42 C77 54 58 52 50 44 Z" fill={ink.light} stroke={ink.mid} />
      <path d="M48 40 C56 44 58 54 48 62 C38 54 40 44 48 40 Z" fill={ink.deep} />
      <circle cx="48" cy="43" r="4" fill={ink.heart} />
    </>
  )
}

export function Daisy({ ink }: Props) {
  return (
    <>
      <Stem ink={ink} from={48} />
      {turns(14, 12).map((turn) => (
        <ellipse key={turn} cx="48" cy="19" rx="6" ry="16" fill={ink.mid} transform={`rotate(${turn} 48 38)`} />
      ))}
      {turns(14).map((turn) => (
        <ellipse
          key={turn}
          cx="48"
          cy="23"
          rx="5"
          ry="14"
          fill={ink.light}
          stroke={ink.mid}
          strokeWidth="0.6"
          transform={`rotate(${turn} 48 38)`}
        />
      ))}
      <circle cx="48" cy="38" r="9" fill={ink.heart} />
      <circle cx="46" cy="36" r="4" fill="#fff" opacity="0.25" />
    </>
  )
}

export function Sunflower({ ink }: Props) {
  return (
    <>
      <Stem ink={ink} from={50} />
      {turns(18).map((turn) => (
        <path
          key={turn}
          d="M48 38 C54 26 53 14 48 5 C43 14 42 26 48 38 Z"
          fill={Math.round(turn / 20) % 2 === 0 ? ink.mid : ink.light}
          stroke={ink.deep}
          strokeWidth="0.5"
          transform={`rotate(${turn} 48 38)`}
        />
      ))}
      <circle cx="48" cy="38" r="15" fill="hsl(26 52% 30%)" />
      <circle cx="48" cy="38" r="9" fill="hsl(28 46% 40%)" />
      <circle cx="48" cy="38" r="4" fill="hsl(40 50% 52%)" />
    </>
  )
}

export function Sprig({ ink }: Props) {
  const ends: [number, number, string][] = [
    [48, 14, ink.light],
    [34, 20, ink.mid],
    [62, 19, ink.mid],
    [24, 34, ink.light],
    [73, 33, ink.light],
    [41, 30, ink.deep],
    [56, 31, ink.deep],
    [31, 46, ink.mid],
    [66, 46, ink.mid],
    [48, 42, ink.light],
  ]
  return (
    <>
      {ends.map(([x, y]) => (
        <path
          key={`${x} ${y}`}
          d={`M48 92 C48 70 ${(x + 96) / 3} ${y + 26} ${x} ${y}`}
          stroke={ink.stem}
          strokeWidth="1.6"
          fill="none"
        />
      ))}
      {ends.map(([x, y, fill]) => (
        <g key={`${x} ${y}`}>
          <circle cx={x} cy={y} r="6" fill={fill} stroke={ink.mid} strokeWidth="0.8" />
          <circle cx={x} cy={y} r="2" fill={ink.heart} />
        </g>
      ))}
    </>
  )
}
