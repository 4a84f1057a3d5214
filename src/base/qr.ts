// QR codes as black modules.
import encode from 'qr'

/** White modules around it. */
const border = 4

/** With the border, which the library omits. */
const modulesOf = (text: string): boolean[][] => encode(text, 'raw', { ecc: 'medium', border, mask: 2 })

/** A path of black runs, one module wide, and its size. */
export const qrPath = (text: string): { path: string; size: number } => {
  const rows = modulesOf(text)
  const path = rows
    .map((row, y) => {
      const runs = [
        ...row
          .map((black) => (black ? '1' : '0'))
          .join('')
          .matchAll(/1+/g),
      ]
      return runs.map((run) => `M${run.index} ${y + 0.5}h${run[0].length}`).join('')
    })
    .join('')
  return { path, size: rows.length }
}

/** A table, for mail programs that show no pictures. */
export const qrTable = (text: string, { label, module = 6 }: { label: string; module?: number }): string => {
  const cell = (black: boolean, x: number, y: number): string =>
    `<td${x === 0 ? ` height="${module}"` : ''}${y === 0 ? ` width="${module}"` : ''}${black ? ' bgcolor="#000000"' : ''}></td>`
  const rows = modulesOf(text)
    .slice(border, -border)
    .map((row) => row.slice(border, -border))
    .map((row, y) => `<tr>${row.map((black, x) => cell(black, x, y)).join('')}</tr>`)
    .join('')
  const bare = 'cellpadding="0" cellspacing="0" border="0"'
  return `<table role="img" aria-label="${label}" ${bare} bgcolor="#ffffff" style="margin:0 0 16px;background:#ffffff"><tr><td style="padding:${border * module}px"><table role="presentation" ${bare} style="border-collapse:collapse;font-size:1px;line-height:1px;mso-line-height-rule:exactly">${rows}</table></td></tr></table>`
}
