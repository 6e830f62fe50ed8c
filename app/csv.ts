/** A file of rows for spreadsheets: RFC 4180, with the mark that makes them read it as UTF-8. */
export function csvOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\uFEFF${[header, ...rows].map((cells) => cells.map(cellOf).join(',')).join('\r\n')}\r\n`
}

/** What a spreadsheet would calculate instead of showing it, also behind spaces and in full-width signs. */
const formula = /^[\s\uFEFF]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20|%]/

function cellOf(text: string): string {
  const shown = formula.test(text) ? `'${text}` : text
  return /[",\r\n;\t]|^\s|\s$/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown
}
