import { type Context, Hono } from 'hono'
import { hasRole } from '#base/act.ts'
import { londonDay, secondsUntil } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { sha256 } from '#base/id.ts'
import { linkMost } from '#base/limits/budget.ts'
import { spendingToday } from '#base/limits/spend-budget.ts'
import { logExport } from '#base/log/export-log.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { type Certificate, readNumber } from './certificate.ts'
import { documentOf, fileOf } from './document.ts'
import { findCertificate } from './find-certificate.ts'
import { logoPictures } from './logo-picture.ts'
import { organiserCertificatePages } from './organiser-pages.tsx'
import { schoolCertificatePages } from './school-pages.tsx'
import { selectByLink, selectForReader } from './store.ts'
import { CertificatePage, CheckedPage, NoCertificatePage, UnknownNumberPage, unknownTitle } from './views/certificate.tsx'

type C = Context<AppEnv>

const give = async (c: C, certificate: Certificate) => {
  const { act } = c.var
  const document = documentOf(certificate, { inFile: true, picture: await logoPictures(c.env)(certificate) })
  const bytes = await pdfOf(act, document, { made: new Date(certificate.issuedAt) })
  // Whoever has its link may be nobody that the log knows.
  const counted = act.actor.accountId ? [] : spendingToday(act, [{ key: `certificate:${certificate.id}`, most: linkMost.certificate }])
  await logExport(act, { act: 'certificate.exported', eventId: certificate.eventId, after: { certificate: certificate.id } }, counted)
  return c.body(bytes, 200, pdfHeaders(fileOf(certificate)))
}

/** Whoever has a number sees whether it is in force; its holder, signed in, sees it all. */
const checkPages = new Hono<AppEnv>()
  .get('/:number', async (c) => {
    const { act } = c.var
    const checked = await findCertificate(act, c.req.param('number'), clientAddress(c))
    c.header('cache-control', 'no-store')
    c.header('x-robots-tag', 'noindex')
    if (checked === undefined || 'until' in checked) {
      if (checked) c.header('retry-after', secondsUntil(checked.until, act.now))
      c.status(checked ? 429 : 404)
      return c.render(<UnknownNumberPage until={checked?.until} now={act.now} />, {
        title: unknownTitle(checked?.until),
      })
    }
    const { certificate, own } = checked
    const { ended } = certificate
    if (own && ended?.why === 'name' && ended.next) return c.redirect(`/c/${ended.next}`, 303)
    const today = londonDay(act.now)
    return own
      ? c.render(<CertificatePage certificate={certificate} today={today} pdf={`/c/${certificate.number}/certificate.pdf`} />, {
          title: 'Your certificate',
          back: { href: '/account/record', text: 'Your places and record' },
        })
      : c.render(<CheckedPage certificate={certificate} today={today} signedIn={act.actor.accountId !== undefined} />, {
          title: 'Check of a certificate',
        })
  })
  .get('/:number/certificate.pdf', async (c) => {
    const { db, actor } = c.var.act
    const number = readNumber(c.req.param('number'))
    const staff = hasRole(actor, 'officer', 'organiser', 'administrator')
    const reader = { personId: actor.shared ? undefined : actor.personId, schoolIds: actor.schoolIds, staff }
    const certificate = number === undefined ? undefined : await readNow(db, selectForReader(db, number, reader))
    if (!certificate) throw notFound('certificate')
    return give(c, certificate)
  })

const byLink = async (c: C) => readNow(c.var.act.db, selectByLink(c.var.act.db, await sha256(c.req.param('token') ?? '')))

const showByLink = async (c: C, pdf: string) => {
  const certificate = await byLink(c)
  if (!certificate) {
    c.status(404)
    return c.render(<NoCertificatePage />, { title: 'No certificate yet' })
  }
  return c.render(<CertificatePage certificate={certificate} pdf={pdf} today={londonDay(c.var.act.now)} />, { title: 'Your certificate' })
}

const giveByLink = async (c: C) => {
  const certificate = await byLink(c)
  if (!certificate) throw notFound('certificate')
  return give(c, certificate)
}

/** Somebody’s certificate by the link to their place, or by that of its mail. */
const ownPages = new Hono<AppEnv>()
  .get('/place/:token/certificate', (c) => showByLink(c, `/place/${c.req.param('token')}/certificate.pdf`))
  .get('/place/:token/certificate.pdf', giveByLink)
  .get('/certificate/:token', (c) => showByLink(c, `/certificate/${c.req.param('token')}/certificate.pdf`))
  .get('/certificate/:token/certificate.pdf', giveByLink)

/** All pages of certificates. Mounted at /. */
export const certificatePages = new Hono<AppEnv>()
  .route('/c', checkPages)
  .route('/', ownPages)
  .route('/school', schoolCertificatePages)
  .route('/organiser', organiserCertificatePages)
