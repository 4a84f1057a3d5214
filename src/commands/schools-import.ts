// `npm run schools:import -- FILE [--links FILE] [--la CODE]... [--as-at DATE] [--apply]
// [--json]`: reads the national register from a file.
import { openAsBlob, statSync } from 'node:fs'
import { basename } from 'node:path'
import { fail, optionsOf } from './options.ts'
import { withMuster } from './running.ts'

type Report = {
  file: string
  rows: number
  inArea: number
  created: number
  changed: number
  closed: number
  unchanged: number
  successions: { from: string; to: string; how: string }[]
  needsReview: { kind: string; urn: string; otherUrn: string | null; name: string; otherName?: string }[]
  warnings: string[]
  applied: boolean
}

const usage = 'Say which file: npm run schools:import -- FILE [--links FILE] [--la CODE] [--as-at DATE] [--apply] [--json]'

const { values, positionals } = optionsOf(usage, {
  allowPositionals: true,
  options: {
    links: { type: 'string' },
    la: { type: 'string', multiple: true },
    'as-at': { type: 'string' },
    apply: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const [file, ...others] = positionals
if (file === undefined || others.length > 0) fail(usage)

const blobOf = async (path: string): Promise<Blob> => {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) fail(`There is no file ${path}.`)
  return openAsBlob(path)
}

const form = new FormData()
if (values.links !== undefined) form.append('links', await blobOf(values.links), basename(values.links))
if (file !== undefined) form.append('file', await blobOf(file), basename(file))

const query = new URLSearchParams()
for (const code of values.la ?? []) query.append('la', code)
if (values['as-at'] !== undefined) query.set('asAt', values['as-at'])
if (values.apply) query.set('apply', '1')

const answer = await withMuster(async ({ url, token }) => {
  const response = await fetch(`${url}/dev/commands/import?${query}`, {
    method: 'POST',
    headers: { 'x-muster-token': token, origin: url },
    body: form,
  })
  const text = await response.text()
  try {
    return JSON.parse(text) as { ok: true; report: Report } | { ok: false; sentence: string }
  } catch {
    return { ok: false as const, sentence: `The import failed (status ${response.status}). See the log of npm start.` }
  }
}).catch((error: unknown) => ({ ok: false as const, sentence: error instanceof Error ? error.message : String(error) }))

const number = new Intl.NumberFormat('en-GB')

const summary = (report: Report): string[] => [
  `${report.file}: ${number.format(report.rows)} rows, ${number.format(report.inArea)} of the area`,
  '',
  ...(
    [
      ['Schools new', report.created],
      ['Schools changed', report.changed],
      ['Schools closed', report.closed],
      ['Schools unchanged', report.unchanged],
      ['Successions', report.successions.length],
      ['Need a decision', report.needsReview.length],
    ] as const
  ).map(([label, count]) => `  ${label.padEnd(18)} ${number.format(count).padStart(8)}`),
  ...(report.successions.length > 0 ? [''] : []),
  ...report.successions.slice(0, 40).map(({ from, to, how }) => `  ${from} -> ${to}  ${how.replaceAll('_', ' ')}`),
  ...(report.successions.length > 40 ? [`  and ${number.format(report.successions.length - 40)} more`] : []),
  ...(report.needsReview.length > 0 ? ['', 'To decide at /organiser/register-imports/reviews:'] : []),
  ...report.needsReview
    .slice(0, 40)
    .map(
      (review) =>
        `  ${review.name} (URN ${review.urn})${review.otherUrn ? ` and ${review.otherName} (URN ${review.otherUrn})` : ''}: ${review.kind.replaceAll('_', ' ')}`,
    ),
  ...report.warnings.flatMap((warning) => ['', `Note: ${warning}`]),
  '',
  report.applied ? 'Applied.' : 'Nothing has been changed. Add --apply to carry this out.',
]

if (!answer.ok) fail(answer.sentence)
else if (values.json) console.log(JSON.stringify(answer.report, undefined, 2))
else console.log(summary(answer.report).join('\n'))
