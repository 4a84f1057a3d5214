// The file of a certificate, read as a screen reader and a printer read it: by poppler, where it is there.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zlibSync } from 'fflate'
import { afterAll, expect, it } from 'vitest'
import { type Certificate, sayMinutes } from '#attendance/certificates/certificate.ts'
import { documentOf } from '#attendance/certificates/document.ts'
import { pdfOf } from '#base/web/pdf.ts'
import { spelt } from '#base/web/spelling.ts'
import { assetsInNode } from '#commands/public-file.ts'

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
  ...{
    attended: 'part',
    minutes: 330,
    partSessions: 1,
    renewBy: '2028-06-13',
    issuedAt: '2026-06-13T15:05:00.000Z',
    ended: undefined,
    logo: undefined,
  },
}
const picture = {
  ...{ width: 2, height: 1, bytes: zlibSync(new Uint8Array([255, 0, 0, 0, 0, 255])) },
  of: { ColorSpace: 'DeviceRGB', BitsPerComponent: 8, Filter: 'FlateDecode' },
}
const fileOf = (one: Certificate) =>
  pdfOf({ now: new Date(one.issuedAt), assets: assetsInNode }, documentOf(one, { inFile: true, picture }))
const notHere = 'poppler is not on this machine'
const has = (tool: string): boolean => spawnSync(tool, ['-v']).error === undefined
const folder = mkdtempSync(join(tmpdir(), 'certificate-'))
afterAll(() => rmSync(folder, { recursive: true }))
const readBy = async (tool: string, ...flags: string[]) => {
  const path = join(folder, 'certificate.pdf')
  writeFileSync(path, await fileOf(certificate))
  const asText = tool === 'pdftotext' ? [...flags, path, '-'] : [...flags, path]
  return execFileSync(tool, asText, { encoding: 'utf8' })
}

it('says who attended what, how long, towards what, and where it is checked', async ({ skip }) => {
  skip(!has('pdftotext'), notHere)
  expect((await readBy('pdftotext', '-layout')).replaceAll(/[ \n\f]+/g, ' ').trim()).toBe(
    [
      'Herefordshire Council Certificate of attendance This certifies that Zoë Łukasz O’Brien for Ysgol Gŵyr',
      'attended a part of Safeguarding conference 12 June 2026 to 13 June 2026',
      '5 hours 30 minutes, and part of 1 session, of which the length was not recorded What the register says',
      'Topics Prevent duty and Online safety Level Advanced Provider Kite Training',
      'Issued 13 June 2026 at 4:05pm, by Herefordshire Council Renew by 13 June 2028 What it counted towards on that day',
      '• Designated lead: training every two years, as first training (KCSIE 2026, in force from 1 September 2026)',
      'Signed for Herefordshire Council How to check it',
      'Number K7QF-2ABC-DEFG-HJKM-NPQR-STVW-XYZ9 Anybody who has the number sees here whether this certificate',
      'is in force. That page does not show the name. https://learn.example.gov.uk/c/K7QF-2ABC-DEFG-HJKM-NPQR-STVW-XYZ9',
      'Certificate of attendance – page 1 of 1',
    ].join(' '),
  )
})

it('is tagged, with its title', async ({ skip }) => {
  skip(!has('pdfinfo'), notHere)
  const facts = await readBy('pdfinfo')
  expect([/Tagged: +yes/.test(facts), /Title: +Certificate of attendance/.test(facts), /Pages: +1\n/.test(facts)]).toEqual([
    true,
    true,
    true,
  ])
})

it('is read from top to bottom: each heading before what is under it, and each fact after what it is about', async ({ skip }) => {
  skip(!has('pdfinfo'), notHere)
  // Of "TH:", its scope below it and its text below that one line: "TH Row Held on".
  const tree = (await readBy('pdfinfo', '-struct-text'))
    .replaceAll(/:\n +\/Placement \/Block\n +\/BBox \[[\d. ]+\] */g, '')
    .replaceAll(/:\n +\/Scope \/(\w+)/g, ' $1')
    .replaceAll(/(?: \(block\))?\n *"(.*)"/g, ' $1')
    .replaceAll(' (block)', '')
  const fact = (name: string, value: string): string => `    TR\n      TH Row ${name}\n      TD ${value}\n`
  expect(tree).toBe(
    [
      'Document\n  P Herefordshire Council\n  H1 Certificate of attendance\n  P This certifies that\n',
      '  P Zoë Łukasz O’Brien\n  P for Ysgol Gŵyr\n  P attended a part of\n',
      '  H2 Safeguarding conference\n  P 12 June 2026 to 13 June 2026\n',
      '  P 5 hours 30 minutes, and part of 1 session, of which the length was not recorded\n',
      '  Table\n    Caption What the register says\n',
      fact('Topics', 'Prevent duty and Online safety'),
      fact('Level', 'Advanced'),
      fact('Provider', 'Kite Training'),
      fact('Issued', '13 June 2026 at 4:05pm, by Herefordshire Council'),
      fact('Renew by', '13 June 2028'),
      '  H3 What it counted towards on that day\n  L\n    LI\n      Lbl •\n',
      '      LBody Designated lead: training every two years, as first training (KCSIE 2026, in force from 1 September 2026)\n',
      '  P Signed for Herefordshire Council\n  H3 How to check it\n  Figure \n  P Number K7QF-2ABC-DEFG-HJKM-NPQR-STVW-XYZ9\n',
      '  P Anybody who has the number sees here whether this certificate is in force. That page does not show the name.\n',
      '  P https://learn.example.gov.uk/c/K7QF-2ABC-DEFG-HJKM-NPQR-STVW-XYZ9\n',
    ].join(''),
  )
})

it('shows the council’s logo', async ({ skip }) => {
  skip(!has('pdfimages'), notHere)
  expect((await readBy('pdfimages', '-list')).split('\n')[2]?.trim().split(/\s+/).slice(2, 6)).toEqual(['image', '2', '1', 'rgb'])
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
  const [opening, name] = documentOf({ ...certificate, name: '王芳' }, { inFile: true }).blocks
  expect(opening).toMatchObject({ text: 'This certifies that' })
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
