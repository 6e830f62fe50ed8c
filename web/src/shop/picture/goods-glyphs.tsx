import { type Ink, turns } from './ink.ts'

/** Drawings of greens, plants and supplies in a field of 96 by 96. */
type Props = { ink: Ink }

export function Leaf({ ink }: Props) {
  return (
    <>
      {turns(5, 0).map((_, index) => {
        const turn = (index - 2) * 27
        return (
          <g key={turn} transform={`rotate(${turn} 48 90)`}>
            <path
              d="M48 90 C34 66 36 32 48 10 C60 32 62 66 48 90 Z"
              fill={index % 2 === 0 ? ink.mid : ink.light}
              stroke={ink.deep}
              strokeWidth="0.8"
            />
            <path d="M48 88 L48 22" stroke={ink.deep} strokeWidth="1.4" />
          </g>
        )
      })}
    </>
  )
}

const pairs = [22, 36, 50, 64]

export function Branch({ ink }: Props) {
  return (
    <>
      <path d="M50 92 C46 66 48 36 50 10" stroke={ink.stem} strokeWidth="2.6" fill="none" strokeLinecap="round" />
      {pairs.map((y, index) => (
        <g key={y}>
          <ellipse
            cx={34 - index}
            cy={y}
            rx="13"
            ry="9"
            fill={ink.light}
            stroke={ink.mid}
            transform={`rotate(24 ${34 - index} ${y})`}
          />
          <ellipse
            cx={64 + index}
            cy={y + 5}
            rx="13"
            ry="9"
            fill={ink.mid}
            stroke={ink.deep}
            transform={`rotate(-24 ${64 + index} ${y + 5})`}
          />
        </g>
      ))}
      <ellipse cx="50" cy="12" rx="6" ry="9" fill={ink.light} stroke={ink.mid} />
    </>
  )
}

export function Plant({ ink }: Props) {
  return (
    <>
      {[-52, -26, 0, 26, 52].map((turn, index) => (
        <path
          key={turn}
          d="M48 62 C36 46 38 24 48 8 C58 24 60 46 48 62 Z"
          fill={index % 2 === 0 ? ink.leaf : ink.stem}
          transform={`rotate(${turn} 48 62)`}
        />
      ))}
      {[-34, 0, 34].map((turn) => (
        <circle key={turn} cx="48" cy="22" r="7" fill={ink.mid} stroke={ink.light} transform={`rotate(${turn} 48 62)`} />
      ))}
      <path d="M30 60 L66 60 L61 88 C61 90 59 91 57 91 L39 91 C37 91 35 90 35 88 Z" fill="hsl(18 42% 62%)" />
      <rect x="27" y="56" width="42" height="9" rx="3" fill="hsl(18 46% 54%)" />
    </>
  )
}

export function Box({ ink }: Props) {
  return (
    <>
      <path d="M48 16 L82 32 L48 48 L14 32 Z" fill={ink.light} stroke={ink.mid} />
      <path d="M14 32 L48 48 L48 86 L14 69 Z" fill={ink.mid} />
      <path d="M82 32 L48 48 L48 86 L82 69 Z" fill={ink.deep} />
      <path d="M31 24 L65 40 L65 52 L59 49 L59 42 L25 27 Z" fill="#fff" opacity="0.55" />
    </>
  )
}

export function Vase({ ink }: Props) {
  return (
    <>
      <path
        d="M36 14 L60 14 C59 26 58 30 62 40 C70 56 66 86 58 86 L38 86 C30 86 26 56 34 40 C38 30 37 26 36 14 Z"
        fill={ink.light}
        stroke={ink.mid}
        strokeWidth="1.6"
      />
      <path d="M31 54 C38 50 58 58 65 53 C66 68 63 84 58 84 L38 84 C33 84 30 68 31 54 Z" fill={ink.mid} opacity="0.55" />
      <path d="M40 20 C41 32 37 38 35 48" stroke="#fff" strokeWidth="3" fill="none" strokeLinecap="round" opacity="0.8" />
      <rect x="34" y="10" width="28" height="6" rx="3" fill={ink.deep} opacity="0.7" />
    </>
  )
}

export function Ribbon({ ink }: Props) {
  return (
    <>
      <path d="M46 50 L28 88 L38 84 L44 91 L54 56 Z" fill={ink.mid} />
      <path d="M50 50 L68 88 L58 84 L52 91 L44 56 Z" fill={ink.deep} />
      <path d="M48 46 C36 22 12 20 14 40 C16 56 38 54 48 46 Z" fill={ink.light} stroke={ink.mid} strokeWidth="1.6" />
      <path d="M48 46 C60 22 84 20 82 40 C80 56 58 54 48 46 Z" fill={ink.mid} stroke={ink.deep} strokeWidth="1.6" />
      <rect x="40" y="38" width="16" height="16" rx="5" fill={ink.deep} />
    </>
  )
}

export function Tool({ ink }: Props) {
  return (
    <>
      <path d="M36 54 C40 38 50 22 62 10 C64 24 58 42 48 58 Z" fill="hsl(210 12% 78%)" stroke="hsl(210 10% 58%)" />
      <path d="M60 54 C56 38 46 22 34 10 C32 24 38 42 48 58 Z" fill="hsl(210 14% 86%)" stroke="hsl(210 10% 62%)" />
      <path d="M44 54 C34 60 26 70 28 86 C36 86 46 74 52 58 Z" fill={ink.mid} />
      <path d="M52 54 C62 60 70 70 68 86 C60 86 50 74 44 58 Z" fill={ink.deep} />
      <circle cx="48" cy="50" r="4" fill="hsl(210 10% 40%)" />
    </>
  )
}
