// The file of a certificate, read as a screen reader and a printer read it: by poppler, where it is there.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type Certificate, sayMinutes } from '#attendance/certificates/certificate.ts'
import { documentOf } from '#attendance/certificates/document.ts'
import { pdfOf } from '#base/web/pdf.ts'
import { spelt } from '#base/web/spelling.ts'

const certificate: Certificate = {
  ...{ id: 'c', number: 'K7QF2ABCDEFGHJKMNPQRSTVWXYZ9', eventId: 'e', name: 'Zoë Łukasz O’Brien', schoolName: 'Ysgol Gŵyr' },
  ...{ title: 'Safeguarding conference', fromDay: '2026-06-12', toDay: '2026-06-13', topics: ['Prevent duty', 'Online safety'] },
  ...{
    level: 'Advanced',
    provider: 'Kite Training',
    council: 'Herefordshire Council',
    colour: '#00504e',
    checkAt: 'https://learn.example.gov.uk',
  },
  towards: [
    {
      ...{ requirementId: 'lead', editionId: 'lead-2026', label: 'Designated lead: training every two years' },
      ...{ source: 'KCSIE 2026', from: '2026-09-01', as: 'first' },
    },
  ],
  ...{ attended: 'part', minutes: 330, partSessions: 1, renewBy: '2028-06-13', issuedAt: '2026-06-13T15:05:00.000Z', ended: undefined },
}
const fileOf = (one: Certificate) => pdfOf(documentOf(one, true), new Date(one.issuedAt))
const has = (tool: string): boolean => spawnSync(tool, ['-v']).error === undefined
const folder = mkdtempSync(join(tmpdir(), 'certificate-'))
afterAll(() => rmSync(folder, { recursive: true }))
const readBy = async (tool: string, ...flags: string[]) => {
  const path = join(folder, 'certificate.pdf')
  writeFileSync(path, await fileOf(certificate))
  const asText = tool === 'pdftotext' ? [...flags, path, '-'] : [...flags, path]
  return execFileSync(tool, asText, { encoding: 'utf8' })
}

it.runIf(has('pdftotext'))('says who attended what, how long, towards what, and where it is checked', async () => {
  expect((await readBy('pdftotext', '-layout')).replaceAll(/[ \n\f]+/g, ' ').trim()).toBe(
    [
      'Certificate of attendance Herefordshire Council Zoë Łukasz O’Brien For Ysgol Gŵyr Safeguarding conference What was attended',
      'About What the register says Held on 12 June 2026 to 13 June 2026 Attended A part of the event',
      'Length 5 hours 30 minutes, and part of 1 session, of which the length was not recorded',
      'Topics Prevent duty and Online safety Level Advanced Provider Kite Training',
      'Issued 13 June 2026 at 4:05pm, by Herefordshire Council Renew by 13 June 2028 What it counted towards on that day',
      '• Designated lead: training every two years, as first training (KCSIE 2026, in force from 1 September 2026) How to check it',
      'Number K7QF-2ABC-DEFG-HJKM-NPQR-STVW-XYZ9 Anybody who has the number sees here whether this certificate',
      'is in force. That page does not show the name. https://learn.example.gov.uk/c/K7QF-2ABC-DEFG-HJKM-NPQR-STVW-XYZ9',
      'Certificate of attendance – page 1 of 1',
    ].join(' '),
  )
})

it.runIf(has('pdfinfo'))('is tagged with its title, headings, table and list, in British English', async () => {
  const facts = await readBy('pdfinfo')
  expect([/Tagged: +yes/.test(facts), /Title: +Certificate of attendance/.test(facts), /Pages: +1\n/.test(facts)]).toEqual([
    true,
    true,
    true,
  ])
  const tags = [...(await readBy('pdfinfo', '-struct-text')).matchAll(/^ *(Document|H1|H2|P|Table|Caption|TR|L|LI)\b/gm)].map(
    ([, tag]) => tag,
  )
  expect([...new Set(tags)]).toEqual(['Document', 'H1', 'P', 'H2', 'Table', 'Caption', 'TR', 'L', 'LI'])
})

it('is the same file each time, and another for another row', async () => {
  const first = await fileOf(certificate)
  expect(await fileOf({ ...certificate })).toEqual(first)
  expect(await fileOf({ ...certificate, minutes: 331 })).not.toEqual(first)
})

it('spells a name with what letters there are, or not at all', () => {
  expect(['Siân Ŵyn', 'Ǻsa', 'Ωmega', 'ﬁona', '王芳', 'Ольга'].map(spelt)).toEqual([
    'Siân Ŵyn',
    'Ǻsa',
    undefined,
    'fiona',
    undefined,
    undefined,
  ])
  const [name] = documentOf({ ...certificate, name: '王芳' }, true).blocks
  expect(name).toMatchObject({
    text: 'The person named on the page of this certificate, whose name has letters that this file cannot show',
  })
})

it('says a length that nobody knows as such', () => {
  expect(
    [
      { minutes: 60, partSessions: 0 },
      { minutes: 0, partSessions: 2 },
    ].map(sayMinutes),
  ).toEqual(['1 hour', 'Part of 2 sessions, of which the length was not recorded'])
})
