import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import type { Document } from '#base/document.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { DocumentView } from '#base/web/document.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { Link, P, Title } from '#base/web/page-parts.tsx'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { selectOwnInRound, selectReturn } from '#returns/filling/return-store.ts'
import { placeOf, returnPath, schoolReturnPages } from '#returns/filling/school-pages.tsx'
import { selectRound } from '#returns/rounds/store.ts'
import { schoolSigningPages } from '#returns/signing/school-pages.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { readFeedback } from './read-feedback.ts'
import { schoolPlanPages } from './school-plan-pages.tsx'

/** Only after the deadline: earlier, others' answers would reveal too much. */
const feedbackOf = async (c: Context<AppEnv>): Promise<{ document: Document; base: string }> => {
  const { act } = c.var
  const { schoolId, returnId, base } = placeOf(c)
  const own = await readNow(act.db, selectReturn(act, schoolId, returnId))
  const round = own?.submitted && instant(act.now) > own.deadlineAt ? await readNow(act.db, selectRound(act.db, own.roundId)) : undefined
  const document = round && (await readFeedback(act, round, returnId, c.var.council.name))
  if (!document) throw notFound('feedback')
  return { document, base }
}

/** The audit, for schools. Mounted at /school. */
export const schoolFeedbackPages = new Hono<AppEnv>()
  .route('/', schoolReturnPages)
  .route('/', schoolSigningPages)
  .route('/', schoolPlanPages)
  .get(`${returnPath}/feedback`, async (c) => {
    const { document, base } = await feedbackOf(c)
    return c.render(
      <>
        <P>
          <Link href={`${base}/feedback.pdf`}>As PDF</Link>
        </P>
        <DocumentView document={document} />
      </>,
      { title: document.title, back: { href: base, text: 'Back to the audit' } },
    )
  })
  .get(`${returnPath}/feedback.pdf`, async (c) => {
    const { schoolId, returnId } = placeOf(c)
    const { document } = await feedbackOf(c)
    await logExport(c.var.act, { act: 'return.feedback_exported', schoolId, after: { returnId } })
    return c.body(await pdfOf(c.var.act, { ...document, colour: c.var.council.brandColour }), 200, pdfHeaders('feedback'))
  })
  // A mail to many has one address for all.
  .get('/feedback/:round{[0-9a-f]{8}-[0-9a-f-]{27}}', async (c) => {
    const own = await readNow(c.var.act.db, selectOwnInRound(c.var.act, c.req.param('round')))
    const [first, ...more] = own.map((one) => ({ href: `/school/${one.schoolId}/returns/${one.id}/feedback`, text: schoolLabel(one) }))
    if (!first) throw notFound('feedback')
    if (more.length === 0) return c.redirect(first.href, 302)
    return c.render(
      <>
        <Title>How other schools answered</Title>
        <ul class="govuk-list">
          {[first, ...more].map(({ href, text }) => (
            <li>
              <Link href={href}>{text}</Link>
            </li>
          ))}
        </ul>
      </>,
      { title: 'How other schools answered', back: { href: '/school', text: 'My schools' } },
    )
  })
