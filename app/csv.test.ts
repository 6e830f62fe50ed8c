import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

/** Reads RFC 4180. */
function read(text: string): string[][] {
  const rows: string[][] = [['']]
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const [letter, cells] = [text[i]!, rows.at(-1)!]
    if (quoted && letter === '"' && text[i + 1] === '"') {
      cells[cells.length - 1] += '"'
      i++
    } else if (letter === '"') quoted = !quoted
    else if (!quoted && letter === ',') cells.push('')
    else if (!quoted && letter === '\r' && text[i + 1] === '\n') {
      rows.push([''])
      i++
    } else cells[cells.length - 1] += letter
  }
  return rows.slice(0, -1)
}

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '|calc', '%x', '=HYPERLINK("http://evil.example","x")'])(
  'a spreadsheet shows %j and does not calculate it',
  (text) => {
    expect(read(csvOf(['a'], [[text]]).slice(1))[1]).toEqual([`'${text}`])
  },
)

test('everything else comes out as it went in, whatever it holds', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ';', ' ', 'ä', '1', '\t') }).map((text) => `x${text}`)
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 5 }), (rows) => {
      expect(read(csvOf(['one', 'two'], rows).slice(1))).toEqual([['one', 'two'], ...rows])
    }),
  )
})
