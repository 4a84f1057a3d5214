import { type Context, Hono } from 'hono'
import { type Document, tablesOf } from '#base/document.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, toCsv } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { odsHeaders, odsOf } from '#base/web/ods.ts'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { workbookOf } from '#base/web/workbook.ts'
import { xlsxHeaders } from '#base/web/xlsx.ts'
import { type Result, type Results, resultsDocument } from './document.ts'
import { resultsQuery } from './forms.ts'
import { readResults } from './read-results.ts'
import { ResultsPage } from './views/results.tsx'

type C = Context<AppEnv>

const resultsOf = async (c: C): Promise<{ results: Results; result: Result | undefined }> => {
  const results = await readResults(c.env.DB, Number(c.req.param('number')))
  if (!results) throw notFound('report')
  const { question } = resultsQuery.parse(c.req.query())
  const all = results.sections.flatMap((section) => section.results)
  const result = all.find((one) => one.question.id === question)
  if (question !== '' && !result) throw notFound('question')
  return { results, result }
}

/** Logged. */
const file = async (c: C, as: string): Promise<{ document: Document; name: string }> => {
  const { results, result } = await resultsOf(c)
  await logExport(c.var.act, { act: 'audit_results.exported', after: { report: results.number, as } })
  return { document: resultsDocument(results, c.var.council.name, as === 'pdf' ? result : 'all'), name: `results-${results.frozenOn}` }
}

const at = '/reports/:number{[1-9]\\d{0,8}}'

/** An audit's results, without schools' names. Mounted at /coverage/returns. */
export const reportResultPages = new Hono<AppEnv>()
  .get(at, async (c) => {
    const { results, result } = await resultsOf(c)
    const document = resultsDocument(results, c.var.council.name, result)
    return c.render(<ResultsPage results={results} document={document} result={result} />, {
      title: document.title,
      back: { href: '/coverage/frozen', text: 'Kept figures' },
    })
  })
  .get(`${at}/report.pdf`, async (c) => {
    const { document, name } = await file(c, 'pdf')
    return c.body(await pdfOf(c.var.act, document), 200, pdfHeaders(name))
  })
  .get(`${at}/report.xlsx`, async (c) => {
    const { document, name } = await file(c, 'xlsx')
    return c.body(workbookOf(document), 200, xlsxHeaders(name))
  })
  .get(`${at}/report.ods`, async (c) => {
    const { document, name } = await file(c, 'ods')
    return c.body(odsOf(document), 200, odsHeaders(name))
  })
  .get(`${at}/tables.csv`, async (c) => {
    const { document, name } = await file(c, 'csv')
    const rows = tablesOf(document).flatMap(({ caption, columns, rows: cells }) => [
      [caption],
      columns.map((column) => column.name),
      ...cells.map((row) => [...row]),
      [],
    ])
    return c.body(toCsv([document.title], rows), 200, csvHeaders(name))
  })
