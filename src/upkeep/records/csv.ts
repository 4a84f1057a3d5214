import { isDay, sayDay, sayInstant } from '#base/dates.ts'
import { toCsv } from '#base/web/csv.ts'
import { plural } from '#base/words.ts'
import { type Copy, type Section, type SubjectCell, sayColumn } from './subject.ts'

const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
/** Dates as people write them, and acts without their punctuation. */
const readable = (column: string, cell: SubjectCell): string => {
  const text = String(cell ?? '')
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return sayInstant(text)
  if (isDay(text)) return sayDay(text)
  return column === 'act' ? text.replaceAll(/[._]/g, ' ') : text
}
const table = ({ title, columns, rows }: Section): string =>
  `<h2>${html(title)}</h2><table><thead><tr>${columns.map((column) => `<th scope="col">${html(sayColumn(column))}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((cell, index) => `<td>${html(readable(columns[index] ?? '', cell))}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`

/** A copy's files: one to read, one for machines, and one per section. */
export const filesOf = (copy: Copy, council: string, madeOn: string): (readonly [name: string, text: readonly string[]])[] => {
  const there = copy.sections.filter((section) => section.rows.length > 0)
  const note = `${copy.redactions} ${plural(copy.redactions, 'mention')} of other people or their addresses were taken out, and are marked where they stood.`
  return [
    [
      'your-data.html',
      [
        `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>What ${html(council)} holds about ${html(copy.name)}</title>`,
        '<style>body{font-family:Arial,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;margin-bottom:2em}th,td{border:1px solid #b1b4b6;padding:.4em;text-align:left;vertical-align:top;white-space:pre-wrap}</style></head><body>',
        `<h1>What ${html(council)} holds about ${html(copy.name)}</h1><p>Made on ${html(madeOn)}. ${html(note)} Keys and codes that open something are left out. Why we hold it, for how long and what you can ask is in our privacy notice.</p>`,
        `<h2>Where we looked</h2><ul>${copy.sections.map(({ title, rows }) => `<li>${html(title)}: ${rows.length}</li>`).join('')}</ul>`,
        ...there.map(table),
        '</body></html>',
      ],
    ],
    [
      'your-data.json',
      [
        JSON.stringify(
          {
            about: copy.name,
            madeOn,
            redactions: copy.redactions,
            sections: copy.sections.map(({ title, source, columns, rows }) => ({
              title,
              source,
              rows: rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null]))),
            })),
          },
          null,
          1,
        ),
      ],
    ],
    ...there.map(
      (section, index) =>
        [
          `csv/${String(index + 1).padStart(2, '0')}-${section.title
            .toLowerCase()
            .replaceAll(/[^a-z]+/g, '-')
            .replaceAll(/^-|-$/g, '')}.csv`,
          [toCsv(section.columns.map(sayColumn), section.rows)],
        ] as const,
    ),
  ]
}
