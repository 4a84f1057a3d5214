import type { Act } from '#base/act.ts'
import type { DocumentBlock } from '#base/document.ts'
import type { GiveWay } from '#base/steps.ts'
import { csvHeaders } from '#base/web/csv.ts'
import { docxHeaders, docxOf } from '#base/web/docx.ts'
import { odsHeaders, odsOf } from '#base/web/ods.ts'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { workbookOf } from '#base/web/workbook.ts'
import { xlsxHeaders } from '#base/web/xlsx.ts'
import { documentOf, type Giver, reportFields } from './document.ts'
import { type Content, csvOfReport, type Ending, type FinalFile, type Numbered } from './report.ts'

const split = (name: FinalFile) => name.split('.') as ['given' | 'lines' | 'schools' | 'named', Ending]

const bytesOf = async (body: string | ReadableStream<Uint8Array>) => new Uint8Array(await new Response(body).arrayBuffer())

export const makeFile = async (
  act: Pick<Act, 'now' | 'assets'>,
  name: FinalFile,
  content: Content,
  report: Numbered,
  { giver, random, beside, giveWay }: { giver: Giver; random: string; beside: readonly DocumentBlock[]; giveWay: GiveWay },
): Promise<Uint8Array<ArrayBuffer>> => {
  const [as, ending] = split(name)
  if (ending === 'csv') return bytesOf(csvOfReport(name, content, report, random, beside))
  const isText = ending === 'pdf' || ending === 'docx'
  const to = as === 'given' ? as : isText ? 'lines' : 'schools'
  const document = documentOf(content, report, to, { giver, random, beside })
  if (ending === 'pdf') return pdfOf(act, document, { made: new Date(report.finalAt ?? report.knownAt), giveWay })
  if (ending === 'docx') {
    const of = { report, giver, topic: content.about.topic.label }
    const fields = Object.fromEntries(Object.entries(reportFields).map(([key, say]) => [key, say(of)]))
    return docxOf(document, { fields, template: giver.template })
  }
  return ending === 'ods' ? odsOf(document) : bytesOf(workbookOf(document))
}

const headers = { pdf: pdfHeaders, docx: docxHeaders, xlsx: xlsxHeaders, ods: odsHeaders, csv: csvHeaders }

export const fileHeaders = (name: FinalFile, number: number): Record<string, string> => {
  const [as, ending] = split(name)
  return headers[ending](`report-${number}${as === 'given' ? '' : `-for-officers-${as}`}`)
}
