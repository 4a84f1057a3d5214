import { Hono } from 'hono'
import { type Act, actsFor, nobody } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { londonDay } from '#base/dates.ts'
import { given, mapped, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked as Address, atField, press } from '#base/web/press.tsx'
import { type How, sayKept } from '#guidance/issuing/answer.ts'
import { selectOwnIssues } from '#guidance/issuing/receipt-store.ts'
import { selectOwnStates } from '#guidance/issuing/standing-store.ts'
import { actsOrHeads, selectIsHead } from '#people/roles/school-role-store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { selectSchoolName } from '#schools/schools/store.ts'
import { answerVersion } from './answer-version.ts'
import { type Asked, inOrderOfDay } from './asked.ts'
import { addressForm, answerForm, usualBody } from './forms.ts'
import { outcomeWords } from './page.ts'
import { readAnswers } from './read-answers.ts'
import { recordPage } from './record-check.ts'
import { selectAsked } from './store.ts'
import { AnswerOfSchool } from './views/answer.tsx'
import { OwnGuidance } from './views/own.tsx'
import { answerRefusals, pageRefusals } from './views/refusals.tsx'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const list = `/:schoolId{${uuid}}/guidance`
const at = `${list}/:issueId{${uuid}}/answer`

type Of = { at: string; find: (act: Act, asked: Address) => Promise<Asked | undefined>; to: (asked: Address) => string }

export const answering = (how: How, of: Of) =>
  press({
    ...of,
    form: (now, asked: Asked) => answerForm(asked, londonDay(now), how !== 'signed_in'),
    filled: (asked) => ({ body: usualBody([asked]) }),
    hidden: ({ answerId }) => ({ seen: answerId ?? '' }),
    button: how === 'told' ? 'Keep the answer' : 'Send the answer',
    act: (act, said, { subject, id, field }) =>
      // Whoever has the link answers, also when somebody else is signed in in the browser.
      answerVersion(how === 'link' ? { ...act, actor: nobody } : act, subject, {
        ...said,
        id,
        how,
        supersedesId: field('seen') || undefined,
      }),
    refused: answerRefusals,
    done: ({ values }) => sayKept(values, how === 'signed_in' ? 'The answer is kept' : 'The answer is kept as stated'),
  })

export const looking = (of: Of) =>
  press({
    ...of,
    form: addressForm,
    filled: (shown: { address: string }) => shown,
    button: [{ text: 'Look at it now', kind: 'secondary' }],
    act: (act, { address }, { subject }) => recordPage(act, subject, address),
    refused: atField('address', pageRefusals, 422),
    done: (_, outcome) => outcomeWords[outcome],
  })

/** Approvers answer, and the head by our record, whether or not they act for the school. */
const deskOf = async (act: Act, { part }: Address) => {
  const { actor, db } = act
  const schoolId = part('schoolId')
  const isApprover = actor.approverSchoolIds.includes(schoolId)
  const { asked, isHead } = await readTogether(db, {
    asked: selectAsked(db, part('issueId'), schoolId),
    isHead: isApprover ? given(true) : selectIsHead(act, schoolId),
  })
  const mayAnswer = isApprover || isHead
  if (!asked || !(mayAnswer || actsFor(actor, schoolId))) throw notFound('guidance')
  return { asked, mayAnswer }
}

const of = {
  find: async (act: Act, address: Address) => {
    const { asked, mayAnswer } = await deskOf(act, address)
    return mayAnswer ? asked : undefined
  },
  to: ({ part }: Address) => `/school/${part('schoolId')}/guidance/${part('issueId')}/answer`,
}

const answer = answering('signed_in', { at, ...of })
const look = looking({ at: `${at}/page`, ...of })

const own = page({
  at,
  also: async (act, _, address) => {
    const desk = await deskOf(act, address)
    return { ...desk, ...(await readAnswers(act, desk.asked)) }
  },
  title: ({ asked }) => asked.title,
  caption: ({ asked }) => schoolLabel(asked),
  heading: ({ asked }) => `${asked.title}, version ${asked.version}`,
  back: ({ asked }) => ({ href: `/school/${asked.rootId}/guidance`, text: 'Guidance' }),
  presses: { answer, look },
  show: ({ mayAnswer, ...found }, forms) => (
    <AnswerOfSchool
      {...found}
      form={mayAnswer ? forms.answer(found.asked) : null}
      look={mayAnswer ? forms.look({ address: '' }) : undefined}
    />
  ),
})

const all = page({
  at: list,
  read: ({ db, now, part }) =>
    mapped(
      together({
        school: selectSchoolName(db, part('schoolId')),
        issues: selectOwnIssues(db, part('schoolId')),
        states: selectOwnStates({ db, now }, part('schoolId')),
        calendar: selectCalendar(db),
      }),
      ({ school, issues, states, calendar }) => school && { school, guidance: inOrderOfDay(issues, states, calendar) },
    ),
  also: async (act, { school }, { part }) => {
    const schoolId = part('schoolId')
    if (!(await actsOrHeads(act, schoolId))) throw notFound('school')
    return {
      back: actsFor(act.actor, schoolId) ? { href: `/school/${schoolId}`, text: school.name } : { href: '/school', text: 'My schools' },
    }
  },
  title: 'Guidance and policies',
  caption: ({ school }) => schoolLabel(school),
  back: ({ back }) => back,
  wide: true,
  show: ({ guidance }, _, { now, part }) => (
    <OwnGuidance guidance={guidance} base={`/school/${part('schoolId')}/guidance`} today={londonDay(now)} />
  ),
})

/** What a school answers, for those who act for it. Mounted at /school. */
export const schoolGuidanceAnswerPages = withPages(new Hono<AppEnv>(), all, own)
