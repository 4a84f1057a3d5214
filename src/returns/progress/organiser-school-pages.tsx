import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, readNow, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { DocumentView } from '#base/web/document.tsx'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { pdfHeaders, pdfOf } from '#base/web/pdf.ts'
import { type Asked, afterwards, askedOf, atField, press } from '#base/web/press.tsx'
import { selectProposals } from '#people/proposals/store.ts'
import { questionsOf, type ReturnForm } from '#returns/forms/return-form.ts'
import { selectForm } from '#returns/forms/store.ts'
import { selectPostponements } from '#returns/rounds/postponement-store.ts'
import type { Round } from '#returns/rounds/round.ts'
import { selectRound } from '#returns/rounds/store.ts'
import { roundPath } from '#returns/rounds/views/round.tsx'
import { confirmSigned } from '#returns/signing/sign-return.ts'
import type { KeptSignature } from '#returns/signing/signature.ts'
import { selectReopenings, selectSignatures } from '#returns/signing/store.ts'
import { sayConfirm } from '#returns/signing/views/check.tsx'
import { confirmRefusals } from '#returns/signing/views/refusals.tsx'
import { selectActions } from './action-store.ts'
import { type Answer, isWords, type Part, type PlannedAction, parts, type RedactAsked, type Redacted } from './answer.ts'
import { selectAnswers, selectDisputes } from './answer-store.ts'
import { addOtherAudit, reopenReturn } from './change-return.ts'
import { actionForm, otherAuditForm, redactForm, reopenForm } from './forms.ts'
import { addAction } from './mark-action.ts'
import type { SchoolProgress } from './progress.ts'
import { readFeedback } from './read-feedback.ts'
import { redactReturn } from './redact-return.ts'
import { selectProgress, selectToldDates } from './store.ts'
import { otherAuditRefusals, redactRefusals, reopenRefusals } from './views/refusals.tsx'
import { BeforeRedacting, RedactPage, returnPath, SchoolReturnPage } from './views/school.tsx'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const at = `/:round{${uuid}}/schools/:return{${uuid}}`

/** A round that is or was open. */
export const readOpened = ({ db, part }: Asked) =>
  mapped(selectRound(db, part('round')), (round) => (round && round.openedAt !== null ? { round } : undefined))

const openedOf = async (c: Context<AppEnv>): Promise<Round> => {
  const read = await readNow(c.env.DB, readOpened(askedOf(c)))
  if (!read) throw notFound('round')
  return read.round
}

const readSchool = (asked: Asked) =>
  mapped(
    together({ opened: readOpened(asked), schools: selectProgress(asked.db, asked.part('round'), asked.part('return')) }),
    ({ opened, schools: [school] }) => opened && school && { ...opened, school },
  )

/** A return, with its redactions and changes. */
const readReturn = async (act: Act, { round, school }: { round: Round; school: SchoolProgress }) => {
  const { db, now } = act
  const { form, ...rest } = await readTogether(db, {
    form: selectForm(db, round.versionId),
    answers: selectAnswers(db, school.id),
    signatures: selectSignatures(act, school.id),
    reopenings: selectReopenings(db, school.id),
    postponements: selectPostponements(db, { returnId: school.id }),
    toldDates: selectToldDates(db, { returnId: school.id }, londonDay(now)),
    actions: selectActions(db, { returnId: school.id }),
    waiting: selectProposals<RedactAsked>(
      act,
      `p.kind IN ('redaction', 'reopening') AND p.state = 'proposed' AND p.asked ->> '$.returnId' = ?2 ORDER BY p.id`,
      school.id,
    ),
  })
  if (!form) throw notFound('return')
  return { ...rest, form }
}

const toReturn = ({ part }: Asked): string => returnPath({ id: part('round') }, { id: part('return') })
const whose = ({ school }: { school: SchoolProgress }, id: string) => ({ id, returnId: school.id, schoolId: school.schoolId })

const reopen = press({
  at: `${at}/reopenings`,
  read: readSchool,
  form: reopenForm,
  button: ({ byTwo }: { byTwo: boolean }) => [{ text: byTwo ? 'Propose to reopen it' : 'Reopen', kind: 'secondary' }],
  act: (act, { reason }, { subject, id }) => reopenReturn(act, { ...whose(subject, id), reason }),
  refused: {
    ...atField('reason', reopenRefusals),
    // The form is not shown then.
    return_not_submitted: reopenRefusals.return_not_submitted,
    round_closed: reopenRefusals.round_closed,
  },
  done: (_, how) =>
    how === 'done' ? 'It is reopened. The school signs and submits it again' : 'Proposed. It is reopened once a second officer approves it',
  to: toReturn,
})

const confirm = press({
  at: `${at}/signatures/:signature{${uuid}}`,
  find: async (act, asked) => {
    const { read, signatures } = await readTogether(act.db, {
      read: readSchool(asked),
      signatures: selectSignatures(act, asked.part('return')),
    })
    const signature = signatures.find(({ id }) => id === asked.part('signature'))
    return read && signature && { ...read, signature }
  },
  button: (signature: KeptSignature) => [{ text: sayConfirm(signature), kind: 'secondary' }],
  act: (act, _, { subject: { school, signature } }) =>
    confirmSigned(act, { returnId: school.id, schoolId: school.schoolId, signature, as: 'council' }),
  refused: afterwards(confirmRefusals),
  done: 'The signature is confirmed',
  to: toReturn,
})

const enter = press({
  at: `${at}/other-audit`,
  read: readSchool,
  form: otherAuditForm,
  button: [{ text: 'Save', kind: 'secondary' }],
  act: (act, audit, { subject, id }) => addOtherAudit(act, subject.school, { ...whose(subject, id), ...audit }),
  refused: otherAuditRefusals,
  done: 'Saved, and marked as such in every figure',
  to: toReturn,
})

const plan = press({
  at: `${at}/actions`,
  read: readSchool,
  form: actionForm,
  button: [{ text: 'Add to the plan', kind: 'secondary' }],
  act: (act, action, { subject: { school }, id }) =>
    addAction(act, school.schoolId, { id, returnId: school.id, questionId: null, ...action }),
  refused: {},
  done: 'Added to the plan',
  to: toReturn,
})

const ofSchool = page({
  at,
  read: readSchool,
  also: async (act, subject, { c }) => ({ ...(await readReturn(act, subject)), byTwo: c.var.council.reopeningBy === 'two' }),
  title: ({ school }) => school.name,
  caption: ({ round }) => `${round.title}, ${round.year}`,
  back: ({ round }) => ({ href: roundPath(round), text: round.title }),
  wide: true,
  presses: { reopen, confirm, enter, plan },
  show: (subject, forms, { wasSent }) => (
    <SchoolReturnPage
      {...subject}
      wasSent={wasSent}
      confirm={(signature) => forms.confirm(signature, { signature: signature.id })}
      forms={{ reopen: forms.reopen(subject), enter: forms.enter(subject), plan: forms.plan(subject) }}
    />
  ),
})

type From = { value: Redacted; text: string }

const fromAnswer = ({ answers, form }: { answers: readonly Answer[]; form: ReturnForm }, ofId: string) => {
  const answer = answers.find(({ entryId }) => entryId === ofId)
  const question = questionsOf(form).find(({ id }) => id === answer?.questionId)
  if (!answer || !question) return undefined
  const from = (Object.keys(parts) as Part[])
    .filter((part) => answer[part] !== '' && isWords(question.kind, part))
    .map((value): From => ({ value, text: `In ${parts[value]}: ${answer[value]}` }))
  return { question: question.label, from }
}

const fromPlan = ({ actions }: { actions: readonly PlannedAction[] }, ofId: string) => {
  const planned = actions.find(({ id, said }) => id === ofId || said.some((one) => one.id === ofId))
  if (!planned) return undefined
  const statement = planned.said.find(({ id }) => id === ofId)
  const texts: From[] = statement
    ? [{ value: 'said', text: statement.words }]
    : [
        { value: 'plan', text: planned.what },
        { value: 'owner', text: planned.owner },
      ]
  return { question: 'What the school means to do', from: texts.filter(({ text: words }) => words !== '') }
}

const fromDispute = async (act: Act, { round, school }: { round: Round; school: SchoolProgress }, ofId: string) => {
  const disputes = await readNow(act.db, selectDisputes(act.db, round.id))
  const dispute = disputes.find(({ id, returnId }) => id === ofId && returnId === school.id)
  if (!dispute) return undefined
  const from: From[] = [{ value: 'dispute', text: `In the dispute: ${dispute.words}` }]
  return { question: dispute.question, from }
}

/** What an officer can take words out of, as it stands. */
const findWords = async (act: Act, asked: Asked) => {
  const read = await readNow(act.db, readSchool(asked))
  if (!read) return undefined
  const ofId = asked.part('entry')
  const [whole, proposed] = await Promise.all([
    readReturn(act, read),
    readNow(
      act.db,
      selectProposals<RedactAsked>(
        act,
        `p.kind = 'redaction' AND p.state = 'proposed' AND p.asked ->> '$.ofId' = ?2 AND p.asked ->> '$.returnId' = ?3`,
        ofId,
        read.school.id,
      ),
    ),
  ])
  const words = fromAnswer(whole, ofId) ?? fromPlan(whole, ofId) ?? (await fromDispute(act, read, ofId))
  const { part = 'value' } = asked.query
  return words && { ...read, ...words, waits: proposed[0]?.id, part }
}

const redact = press({
  at: `${at}/redactions/:entry{${uuid}}`,
  find: findWords,
  form: (_, { from }) => redactForm(from),
  filled: ({ part }) => ({ part }),
  shape: (fields) => [...Object.values(fields), <BeforeRedacting />],
  button: [{ text: 'Take it out', kind: 'warning' }],
  act: (act, words, { subject, id, part }) =>
    redactReturn(act, { ...whose(subject, id), roundId: subject.round.id, ofId: part('entry'), ...words }),
  // The form is not shown while something waits for a second officer.
  refused: { ...atField('part', redactRefusals), already_proposed: redactRefusals.already_proposed },
  done: (_, how) =>
    how === 'done'
      ? 'The words are taken out, and the head is told'
      : 'Proposed. The return is signed, so a second officer decides: the words stay until then',
  to: toReturn,
})

const words = page({
  at: `${at}/redactions/:entry{${uuid}}`,
  find: findWords,
  title: 'Take words out of what a school wrote',
  caption: ({ school }) => school.name,
  back: ({ round, school }) => ({ href: returnPath(round, school), text: school.name }),
  presses: { redact },
  show: (subject, forms) => <RedactPage {...subject} form={forms.redact(subject)} />,
})

const feedbackRoutes = new Hono<AppEnv>()
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
      { title: document.title, back: { href, text: 'Back to the audit' } },
    )
  })
  .get(`${at}/feedback.pdf`, async (c) => {
    const round = await openedOf(c)
    const document = await readFeedback(c.var.act, round, c.req.param('return'), c.var.council.name)
    if (!document) throw notFound('feedback')
    await logExport(c.var.act, { act: 'return.feedback_exported', after: { returnId: c.req.param('return') } })
    return c.body(await pdfOf(c.var.act, { ...document, colour: c.var.council.brandColour }), 200, pdfHeaders('feedback'))
  })

export const organiserSchoolReturnPages = withPages(feedbackRoutes, ofSchool, words)
