import { type Context, Hono } from 'hono'
import { type Act, actsFor } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readAt, selectSlice } from '#base/db/list-rows.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { list } from '#base/list/list.tsx'
import { addressOf } from '#base/list/views.tsx'
import { logExport } from '#base/log/export-log.ts'
import type { AppEnv } from '#base/web/env.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { type FilesOf, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { pdfOf } from '#base/web/pdf.ts'
import { type Asked, askedOf } from '#base/web/press.tsx'
import { zipping } from '#base/web/zip.ts'
import { attendedNames, sayCertificateNumber, sayHeld, sayMinutes, sayTopics, sayTowards, stateNames, stateOf } from './certificate.ts'
import { documentOf, fileOf } from './document.ts'
import { logoPictures } from './logo-picture.ts'
import { certificatesOf } from './store.ts'
import { CertificateState, Hint, PdfLink } from './views/list.tsx'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const at = `/:schoolId{${uuid}}/certificates`

const ofSchool = {
  ask: ({ part }: Asked) => ({ schoolId: part('schoolId') }),
  isFor: ({ actor }: Act, { schoolId }: { schoolId: string }) => actsFor(actor, schoolId),
}

const certificates = list({
  at,
  ...ofSchool,
  title: 'Certificates',
  back: ({ schoolId }) => ({ href: `/school/${schoolId}`, text: 'Your school' }),
  rows: ({ schoolId }) => certificatesOf(schoolId),
  of: ['certificate'],
  dense: true,
  columns: ({ now }) => [
    {
      name: 'Name',
      cell: ({ name, schoolName }) => (
        <>
          {name || 'Name erased'}
          <Hint>{schoolName}</Hint>
        </>
      ),
      value: ({ name }) => name,
    },
    { name: 'School', value: ({ schoolName }) => schoolName },
    {
      name: 'Event',
      cell: (certificate) => (
        <>
          {certificate.title}
          <Hint>{sayHeld(certificate)}</Hint>
        </>
      ),
      value: ({ title }) => title,
    },
    { name: 'From', value: ({ fromDay }) => fromDay },
    { name: 'To', value: ({ toDay }) => toDay },
    { name: 'Attended', cell: sayMinutes, value: ({ attended }) => attendedNames[attended] },
    { name: 'Minutes known', value: ({ minutes }) => minutes },
    { name: 'Sessions in part, length not recorded', value: ({ partSessions }) => partSessions },
    { name: 'Topics', value: ({ topics }) => sayTopics(topics) },
    { name: 'Level', value: ({ level }) => level },
    { name: 'Provider', value: ({ provider }) => provider },
    { name: 'Counted towards', value: ({ towards }) => towards.map(sayTowards).join('; ') },
    { name: 'Renew by', value: ({ renewBy }) => renewBy },
    { name: 'State', cell: (certificate) => <CertificateState certificate={certificate} today={londonDay(now)} /> },
    { name: 'Number and PDF', cell: (certificate) => <PdfLink certificate={certificate} /> },
    { name: 'Number', value: ({ number }) => sayCertificateNumber(number) },
    { name: 'State', value: (certificate) => stateNames[stateOf(certificate, londonDay(now))] },
    { name: 'Since', value: ({ ended, issuedAt }) => londonDay(ended?.endedAt ?? issuedAt) },
  ],
  above: ({ schoolId, url, query, total }) => (
    <>
      <P>Of everybody who came to an event for your school, as it was then. Who has left since stays in the list.</P>
      {total > 0 ? (
        <P>
          <Link href={`/school/${schoolId}/certificates.zip${addressOf(url, readAt(query)).search}`}>PDFs of this page (ZIP)</Link>
        </P>
      ) : null}
    </>
  ),
  none: 'No certificate yet. They are issued once an event is over and its registers are signed off.',
  file: {
    name: 'certificates',
    log: ({ schoolId }, rows) => ({ act: 'certificates.exported', schoolId, after: { rows } }),
  },
})

const readPage = ({ db, part, query }: Asked) => selectSlice(db, certificatesOf(part('schoolId')), readAt(query))

const giveZip = async (c: Context<AppEnv>) => {
  const { act } = c.var
  const { schoolId } = ofSchool.ask(askedOf(c))
  if (!ofSchool.isFor(act, { schoolId })) throw notFound('school')
  const { rows } = await readNow(act.db, readPage(askedOf(c)))
  const pictureFor = logoPictures(c.env)
  return oneAtATime(act, async (giveWay) => {
    const files: [string, Uint8Array[]][] = []
    for (const one of rows) {
      if (one.ended) continue
      const document = documentOf(one, { inFile: true, picture: await pictureFor(one) })
      files.push([`${fileOf(one)}.pdf`, [await pdfOf(act, document, { made: new Date(one.issuedAt), giveWay })]])
      await giveWay()
    }
    await logExport(act, { act: 'certificates.exported', schoolId, after: { rows: files.length, format: 'zip' } })
    return c.body(await new Blob([...zipping(files)] as Uint8Array<ArrayBuffer>[]).arrayBuffer(), 200, {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="certificates.zip"',
      'cache-control': 'no-store',
    })
  })
}

const pdfs: FilesOf = { files: { at, kinds: ['zip'], read: readPage, answer: giveZip } }

/** For those who act for a school: the certificates of whoever came for it. Mounted at /school. */
export const schoolCertificatePages = withPages(new Hono<AppEnv>(), certificates, pdfs)
