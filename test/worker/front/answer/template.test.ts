// The template of reports. Rules: docs/rules/reports.md.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { beforeEach, expect, it } from 'vitest'
import { deleteFiles } from '#base/files/delete-files.ts'
import { newId } from '#base/id.ts'
import { emptyDatabase } from '#test/support/database.ts'
import { anAccount, anAct, aSchool, htmlOf, request, rows, tick } from '#test/support/factories.ts'
import { sealRecord } from '#upkeep/seal/seal-record.ts'
import { reportsByOne } from '../../attendance/coverage/world.ts'

const at = '/organiser/settings/template'
const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

let administrator: Awaited<ReturnType<typeof anAccount>>
beforeEach(async () => {
  await emptyDatabase()
  administrator = await anAccount({ roles: ['administrator'] })
  await aSchool({ name: 'Ashfield' })
})

const aTemplate = (words: string, place = '{{report}}') =>
  zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'word/document.xml': strToU8(
      `<w:document><w:body><w:p><w:r><w:t>${words}</w:t></w:r></w:p><w:p><w:r><w:t>${place}</w:t></w:r></w:p></w:body></w:document>`,
    ),
  })

const upload = async (bytes: Uint8Array<ArrayBuffer>, name = 'council.docx') => {
  const body = new FormData()
  body.set('file', new File([bytes], name, { type }))
  const answer = await request(at, { method: 'POST', cookie: administrator.cookie, headers: { origin: 'http://localhost:8787' }, body })
  return { status: answer.status, text: await answer.text() }
}

const drop = () => {
  const body = new FormData()
  body.set('action', 'drop')
  return request(at, { method: 'POST', cookie: administrator.cookie, headers: { origin: 'http://localhost:8787' }, body })
}

const wordOf = async (number: number): Promise<string> => {
  const answer = await request(`/reports/${number}/files/given.docx`, { cookie: administrator.cookie })
  const parts = unzipSync(new Uint8Array(await answer.arrayBuffer()), { filter: ({ name }) => name === 'word/document.xml' })
  return Object.values(parts)
    .map((part) => strFromU8(part))
    .join('')
}

const aReport = () => request('/reports', { cookie: administrator.cookie, form: { id: newId(tick()), topic: 'online-safety' } })

// “Word files are written into the template that an administrator chose last; final ones stay as they are.”
it('A report is written into the template of the day it is made final; a draft into the one there is', async () => {
  await reportsByOne()
  await aReport()
  expect((await upload(aTemplate('Borsetshire, report {{number}} of {{topic}}: {{state}}'))).status).toBe(303)
  expect(await wordOf(1)).toContain('<w:t>Borsetshire, report 1 of Online safety: Draft</w:t>')
  expect(await wordOf(1)).toContain('have our schools been reached?')
  await sealRecord(anAct())
  await request('/reports/1/final', { cookie: administrator.cookie, form: {} })
  const final = await wordOf(1)
  expect(final).toMatch(/report 1 of Online safety: Final, \d/)
  await upload(aTemplate('Of another kind'))
  await aReport()
  expect(await wordOf(2)).toContain('Of another kind')
  expect((await drop()).status).toBe(303)
  expect(await wordOf(2)).not.toContain('Of another kind')
  expect(await wordOf(1)).toBe(final)
  expect(await rows('SELECT fileId FROM ReportTemplate')).toEqual([])
  await deleteFiles(anAct())
  expect(await rows('SELECT id FROM StoredFile')).toEqual([])
  expect(await rows(`SELECT act FROM Log WHERE act LIKE 'report_template.%' ORDER BY id`)).toEqual([
    { act: 'report_template.chosen' },
    { act: 'report_template.chosen' },
    { act: 'report_template.dropped' },
  ])
})

it('A file that is no Word file or has no place for the report is refused, and the template stays', async () => {
  await upload(aTemplate('Borsetshire'))
  for (const [sent, name, says] of [
    [aTemplate('x', 'report'), 'council.docx', 'This template has no paragraph that says {{report}} and nothing else.'],
    [aTemplate('x', 'See {{report}}'), 'council.docx', 'This template has no paragraph that says {{report}} and nothing else.'],
    [aTemplate(' '.repeat(31_000_000)), 'council.docx', 'This template has no paragraph that says {{report}} and nothing else.'],
    [strToU8('%PDF-1.7') as Uint8Array<ArrayBuffer>, 'council.pdf', 'Choose a Word file (docx)'],
    [strToU8('%PDF-1.7') as Uint8Array<ArrayBuffer>, 'council.docx', 'What is in this file is not what its name says'],
  ] as const) {
    const answer = await upload(sent as Uint8Array<ArrayBuffer>, name)
    expect([answer.status, answer.text.includes(says)]).toEqual([422, true])
  }
  expect((await htmlOf(request(at, { cookie: administrator.cookie }))).includes('written into council.docx (Word document, 1 kB)')).toBe(
    true,
  )
  expect(await rows('SELECT COUNT(*) AS n FROM ReportTemplate')).toEqual([{ n: 1 }])
})
