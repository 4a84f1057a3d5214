import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import type { Document } from '#base/document.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { DocumentView } from '#base/web/document.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { Link, P } from '#base/web/page-parts.tsx'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { placeOf, returnPath, schoolReturnPages } from '#returns/filling/school-pages.tsx'
import { selectRound } from '#returns/rounds/store.ts'
import { readSigning } from '#returns/signing/read-signatures.ts'
import { schoolSigningPages } from '#returns/signing/school-pages.tsx'
import { readFeedback } from './read-feedback.ts'
import { schoolPlanPages } from './school-plan-pages.tsx'
import { selectRoundOf } from './store.ts'

/** Given once the deadline has passed, for what others answer before it tells too much. */
const feedbackOf = async (c: Context<AppEnv>): Promise<{ document: Document; base: string }> => {
  const { act } = c.var
  const { schoolId, returnId, base } = placeOf(c)
  const { own } = await readSigning(act, schoolId, returnId)
  const roundId = await readNow(act.db, selectRoundOf(act.db, returnId))
  const round = own.submitted && instant(act.now) > own.deadlineAt ? await readNow(act.db, selectRound(act.db, roundId)) : undefined
  const document = round && (await readFeedback(act, round, returnId))
  if (!document) throw notFound('feedback')
  return { document, base }
}

/** All of a school's annual return. Mounted at /school. */
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
      { title: document.title, back: { href: base, text: 'Back to the return' } },
    )
  })
  .get(`${returnPath}/feedback.pdf`, async (c) => {
    const { schoolId, returnId } = placeOf(c)
    const { document } = await feedbackOf(c)
    await logExport(c.var.act, { act: 'return.feedback_exported', schoolId, after: { returnId } })
    return c.body(await pdfOf(document, c.var.act.now), 200, pdfHeaders('feedback'))
  })
