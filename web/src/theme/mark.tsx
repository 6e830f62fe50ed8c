/** Florin's mark: a coin with a lily. Decorative: the name stands beside it. */
export function Mark({ size = 26 }: { size?: number }) {
  return <img src="/mark.svg" width={size} height={size} alt="" />
}
