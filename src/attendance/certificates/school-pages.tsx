import { type Context, Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { readPage } from '#base/web/page-number.ts'
import { pdfOf } from '#base/web/pdf.ts'
import { zipping } from '#base/web/zip.ts'
import { certificateColumns } from './csv.ts'
import { documentOf, fileOf } from './document.ts'
import { selectAllOfSchool, selectOfSchool } from './store.ts'
import { SchoolCertificatesPage } from './views/list.tsx'

type C = Context<AppEnv>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

const schoolOf = (c: C): string => {
  const schoolId = c.req.param('schoolId') ?? ''
  if (!actsFor(c.var.act.actor, schoolId)) throw notFound('school')
  return schoolId
}

const found = (c: C, schoolId: string) => readNow(c.var.act.db, selectOfSchool(c.var.act.db, schoolId, readPage(c.req.query('page'))))

/** For those who act for a school: the certificates of whoever came for it. Mounted at /school. */
export const schoolCertificatePages = new Hono<AppEnv>()
  .get(`/:schoolId{${uuid}}/certificates`, async (c) => {
    const schoolId = schoolOf(c)
    const { certificates, total } = await found(c, schoolId)
    const page = readPage(c.req.query('page'))
    return c.render(
      <SchoolCertificatesPage {...{ certificates, total, page, schoolId }} url={c.req.url} today={londonDay(c.var.act.now)} />,
      { title: 'Certificates', back: { href: `/school/${schoolId}`, text: 'Your school' } },
    )
  })
  .get(`/:schoolId{${uuid}}/certificates.csv`, async (c) => {
    const { act } = c.var
    const schoolId = schoolOf(c)
    const certificates = await readNow(act.db, selectAllOfSchool(act.db, schoolId))
    await logExport(act, { act: 'certificates.exported', schoolId, after: { rows: certificates.length } })
    return c.body(csvOf(certificateColumns(londonDay(act.now)), certificates), 200, csvHeaders('certificates'))
  })
  .get(`/:schoolId{${uuid}}/certificates.zip`, async (c) => {
    const { act } = c.var
    const schoolId = schoolOf(c)
    const { certificates } = await found(c, schoolId)
    return oneAtATime(act, async (giveWay) => {
      const files: [string, Uint8Array[]][] = []
      for (const one of certificates) {
        if (one.ended) continue
        files.push([`${fileOf(one)}.pdf`, [await pdfOf(documentOf(one, true), new Date(one.issuedAt), giveWay)]])
        await giveWay()
      }
      await logExport(act, { act: 'certificates.exported', schoolId, after: { rows: files.length, format: 'zip' } })
      return c.body(await new Blob([...zipping(files)] as Uint8Array<ArrayBuffer>[]).arrayBuffer(), 200, {
        'content-type': 'application/zip',
        'content-disposition': 'attachment; filename="certificates.zip"',
        'cache-control': 'no-store',
      })
    })
  })
