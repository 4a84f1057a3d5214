import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { DocumentView } from '#base/web/document.tsx'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, typedOf } from '#base/web/form.ts'
import { Link, P } from '#base/web/page-parts.tsx'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { selectProposals } from '#people/proposals/store.ts'
import { questionsOf } from '#returns/forms/return-form.ts'
import { selectForm } from '#returns/forms/store.ts'
import { selectPostponements, selectToldDates } from '#returns/rounds/postponement-store.ts'
import type { Round } from '#returns/rounds/round.ts'
import { selectRound } from '#returns/rounds/store.ts'
import { roundPath } from '#returns/rounds/views/round.tsx'
import { confirmSigned } from '#returns/signing/confirm-signature.ts'
import { selectReopenings, selectSignatures } from '#returns/signing/store.ts'
import { confirmRefusals } from '#returns/signing/views/refusals.tsx'
import { selectActions } from './action-store.ts'
import { isWords, type Part, parts, type RedactAsked, type Redacted } from './answer.ts'
import { selectAnswers, selectDisputes } from './answer-store.ts'
import { addOtherAudit, reopenReturn } from './change-return.ts'
import { actionFields, actionForm, otherAuditFields, otherAuditForm, redactFields, redactForm, reopenForm } from './forms.ts'
import { addAction } from './mark-action.ts'
import { readFeedback } from './read-feedback.ts'
import { redactReturn } from './redact-return.ts'
import { selectAsks, selectProgress } from './store.ts'
import { otherAuditRefusals, redactRefusals, reopenRefusals } from './views/refusals.tsx'
import { RedactPage, returnPath, SchoolReturnPage } from './views/school.tsx'

type C = Context<AppEnv>

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const at = `/:round{${uuid}}/schools/:return{${uuid}}`

/** The round of the address, which is open or was. */
export const openedOf = async (c: C): Promise<Round> => {
  const round = await readNow(c.env.DB, selectRound(c.env.DB, c.req.param('round') ?? ''))
  if (!round || round.openedAt === null) throw notFound('round')
  return round
}

const readReturn = async (c: C) => {
  const round = await openedOf(c)
  const { db } = c.var.act
  const id = c.req.param('return') ?? ''
  const found = await readTogether(db, {
    schools: selectProgress(db, round.id, id),
    asks: selectAsks(db, round.versionId),
    form: selectForm(db, round.versionId),
    answers: selectAnswers(db, id),
    signatures: selectSignatures(c.var.act, id),
    reopenings: selectReopenings(db, id),
    postponements: selectPostponements(db, { returnId: id }),
    toldDates: selectToldDates(db, { returnId: id }, londonDay(c.var.act.now)),
    actions: selectActions(db, { returnId: id }),
    waiting: selectProposals<RedactAsked>(
      c.var.act,
      `p.kind IN ('redaction', 'reopening') AND p.state = 'proposed' AND p.asked ->> '$.returnId' = ?2 ORDER BY p.id`,
      id,
    ),
  })
  const { schools, form, ...rest } = found
  const [school] = schools
  if (!school || !form) throw notFound('return')
  return { round, school, form, ...rest }
}
type Of = Awaited<ReturnType<typeof readReturn>>

const show = (c: C, of: Of, typed: Record<string, string> = {}, problems?: Problems) =>
  c.render(
    <SchoolReturnPage
      {...of}
      reopenByTwo={c.var.council.reopeningBy === 'two'}
      {...{ problems, typed: { id: newId(c.var.act.now), actionId: newId(c.var.act.now), dueOn: '', ...typed } }}
    />,
    { title: of.school.name, hasProblems: problems !== undefined, back: { href: roundPath(of.round), text: of.round.title } },
  )

const whose = ({ school }: Of, id: string) => ({ id, returnId: school.id, schoolId: school.schoolId })

type From = { value: Redacted; text: string }

/** What an officer can take words out of under this id, as it stands. */
const textsOf = async (c: C, of: Of, ofId: string): Promise<{ question: string; from: From[] } | undefined> => {
  const answer = of.answers.find(({ entryId }) => entryId === ofId)
  const question = questionsOf(of.form).find(({ id }) => id === answer?.questionId)
  if (answer && question)
    return {
      question: question.label,
      from: (Object.keys(parts) as Part[])
        .filter((part) => answer[part] !== '' && isWords(question.kind, part))
        .map((value): From => ({ value, text: `In ${parts[value]}: ${answer[value]}` })),
    }
  const planned = of.actions.find(({ id, said }) => id === ofId || said.some((one) => one.id === ofId))
  if (planned) {
    const said = planned.said.find(({ id }) => id === ofId)
    const texts: From[] = said
      ? [{ value: 'said', text: said.words }]
      : [
          { value: 'plan', text: planned.what },
          { value: 'owner', text: planned.owner },
        ]
    return { question: 'What the school means to do', from: texts.filter(({ text: words }) => words !== '') }
  }
  const dispute = (await readNow(c.env.DB, selectDisputes(c.env.DB, of.round.id))).find(
    (one) => one.id === ofId && one.returnId === of.school.id,
  )
  return dispute && { question: dispute.question, from: [{ value: 'dispute', text: `In the dispute: ${dispute.words}` }] }
}

const readEntry = async (c: C) => {
  const of = await readReturn(c)
  const ofId = c.req.param('entry') ?? ''
  const [found, [waits]] = await Promise.all([
    textsOf(c, of, ofId),
    readNow(
      c.env.DB,
      selectProposals<RedactAsked>(
        c.var.act,
        `p.kind = 'redaction' AND p.state = 'proposed' AND p.asked ->> '$.ofId' = ?2 AND p.asked ->> '$.returnId' = ?3`,
        ofId,
        of.school.id,
      ),
    ),
  ])
  if (!found) throw notFound('answer')
  return { of, ofId, waits, ...found }
}

const showRedact = (
  c: C,
  { of, question, from, waits }: Awaited<ReturnType<typeof readEntry>>,
  typed: Record<string, string>,
  problems?: Problems,
) =>
  c.render(<RedactPage {...{ school: of.school.name, question, typed, problems, from, waits: waits?.id }} />, {
    title: 'Take words out of what a school wrote',
    hasProblems: problems !== undefined,
    back: { href: returnPath(of.round, of.school), text: of.school.name },
  })

/** One school's return, for officers. Mounted at /organiser/returns. */
export const organiserSchoolReturnPages = new Hono<AppEnv>()
  .get(at, async (c) => show(c, await readReturn(c)))
  .post(`${at}/reopenings`, async (c) => {
    const of = await readReturn(c)
    const body = await c.req.parseBody()
    const read = reopenForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return show(c, of, typedOf(body, ['reason']), problemsOf(read.error))
    }
    const done = await reopenReturn(c.var.act, { ...whose(of, formId(body, c.var.act.now)), ...read.data })
    if (!done.ok) {
      c.status(409)
      return show(c, of, typedOf(body, ['reason']), { reason: reopenRefusals[done.reason] })
    }
    const isDone = done.value === 'done'
    flash(
      c,
      isDone ? 'It is reopened. The school signs and submits it again' : 'Proposed. It is reopened once a second officer approves it',
    )
    return c.redirect(returnPath(of.round, of.school), 303)
  })
  .post(`${at}/signatures/:signature{${uuid}}`, async (c) => {
    const of = await readReturn(c)
    const signature = of.signatures.find(({ id }) => id === c.req.param('signature'))
    if (!signature) throw notFound('signature')
    const done = await confirmSigned(c.var.act, { returnId: of.school.id, schoolId: of.school.schoolId, signature, as: 'council' })
    flash(c, done.ok ? 'The signature is confirmed' : confirmRefusals[done.reason], done.ok)
    return c.redirect(returnPath(of.round, of.school), 303)
  })
  .post(`${at}/other-audit`, async (c) => {
    const of = await readReturn(c)
    const body = await c.req.parseBody()
    const read = otherAuditForm(londonDay(c.var.act.now)).safeParse(body)
    const typed = typedOf(body, otherAuditFields)
    if (!read.success) {
      c.status(422)
      return show(c, of, typed, problemsOf(read.error))
    }
    const done = await addOtherAudit(c.var.act, of.school, { ...whose(of, formId(body, c.var.act.now)), ...read.data })
    if (!done.ok) {
      c.status(409)
      return show(c, of, typed, { about: otherAuditRefusals[done.reason] })
    }
    flash(c, 'Saved, and marked as such in every figure')
    return c.redirect(returnPath(of.round, of.school), 303)
  })
  .post(`${at}/actions`, async (c) => {
    const of = await readReturn(c)
    const body = await c.req.parseBody()
    const read = actionForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return show(c, of, typedOf(body, actionFields), problemsOf(read.error))
    }
    const id = formId(body, c.var.act.now)
    await addAction(c.var.act, of.school.schoolId, { id, returnId: of.school.id, questionId: null, ...read.data })
    flash(c, 'Added to the plan')
    return c.redirect(returnPath(of.round, of.school), 303)
  })
  .get(`${at}/redactions/:entry{${uuid}}`, async (c) => {
    const part = c.req.query('part') ?? 'value'
    return showRedact(c, await readEntry(c), { id: newId(c.var.act.now), part })
  })
  .post(`${at}/redactions/:entry{${uuid}}`, async (c) => {
    const entry = await readEntry(c)
    const body = await c.req.parseBody()
    const read = redactForm(entry.from.map(({ value }) => value)).safeParse(body)
    const typed = { ...typedOf(body, redactFields), id: text(body, 'id') }
    if (!read.success) {
      c.status(422)
      return showRedact(c, entry, typed, problemsOf(read.error))
    }
    const { of, ofId } = entry
    const done = await redactReturn(c.var.act, {
      ...{ ...whose(of, formId(body, c.var.act.now)), roundId: of.round.id, ofId, ...read.data },
    })
    if (!done.ok) {
      c.status(409)
      return showRedact(c, entry, typed, { part: redactRefusals[done.reason] })
    }
    flash(
      c,
      done.value === 'done'
        ? 'The words are taken out, and the head is told'
        : 'Proposed. The return is signed, so a second officer decides: the words stay until then',
    )
    return c.redirect(returnPath(of.round, of.school), 303)
  })
  .get(`${at}/feedback`, async (c) => {
    const round = await openedOf(c)
    const document = await readFeedback(c.var.act, round, c.req.param('return'), c.var.council.name)
    if (!document) throw notFound('feedback')
    const href = `${roundPath(round)}/schools/${c.req.param('return')}`
    return c.render(
      <>
        <P>
          <Link href={`${href}/feedback.pdf`}>As PDF</Link>
        </P>
        <DocumentView document={document} />
      </>,
      { title: document.title, back: { href, text: 'Back to the return' } },
    )
  })
  .get(`${at}/feedback.pdf`, async (c) => {
    const round = await openedOf(c)
    const document = await readFeedback(c.var.act, round, c.req.param('return'), c.var.council.name)
    if (!document) throw notFound('feedback')
    await logExport(c.var.act, { act: 'return.feedback_exported', after: { returnId: c.req.param('return') } })
    return c.body(await pdfOf(document, c.var.act.now), 200, pdfHeaders('feedback'))
  })
