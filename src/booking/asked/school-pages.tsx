import { Hono } from 'hono'
import { type Act, actsFor, mayBookFor } from '#base/act.ts'
import { instant, londonDay } from '#base/dates.ts'
import { mapped, readNow, together } from '#base/db/read.ts'
import { sayMoney } from '#base/money.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Body } from '#base/web/form.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { selectAllTerms } from '#money/terms/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { fillsSchoolRows, type SchoolChoices, schoolRowsIn, schoolWordsIn } from '#schools/schools/school-choice.ts'
import { readSchoolChoices, selectSchoolName } from '#schools/schools/store.ts'
import { askSession } from './ask-session.ts'
import { type AskedSession, canAnswer, mostOtherSchools, offerOf } from './asked-session.ts'
import { askForm, othersIn, settleForm } from './forms.ts'
import { type SessionAnswer, settleSession, withdrawSession } from './settle-session.ts'
import { selectAskedOfSchool, selectAskedSession, selectShared } from './store.ts'
import { askRefusals, settleRefusals } from './views/refusals.tsx'
import { AskedFacts, OfferedFacts, OtherSchoolsFields, SessionsOfSchool } from './views/session.tsx'

const id = '[0-9a-f]{8}-[0-9a-f-]{27}'
const at = `/:schoolId{${id}}/sessions`
const atOne = `${at}/:id{${id}}`

const readSchool = ({ db, part }: Asked) =>
  mapped(selectSchoolName(db, part('schoolId')), (school) => school && { schoolId: part('schoolId'), school })
const isFor = ({ actor }: Act, { schoolId }: { schoolId: string }) => actsFor(actor, schoolId)
/** Somebody who may not book reads what the school asked for. */
const also = ({ actor }: Act, { schoolId }: { schoolId: string }) => Promise.resolve({ mayBook: mayBookFor(actor, schoolId) })
const toList = ({ schoolId }: { schoolId: string }) => ({ href: `/school/${schoolId}/sessions`, text: 'Sessions at your school' })

const list = page({
  at,
  read: (asked) =>
    mapped(
      together({
        school: readSchool(asked),
        sessions: selectAskedOfSchool(asked.db, asked.part('schoolId')),
        shared: selectShared(asked.db, asked.part('schoolId'), asked.now),
      }),
      ({ school, ...sessions }) => school && { ...school, ...sessions },
    ),
  isFor,
  also,
  title: 'Sessions at your school',
  caption: ({ school }) => schoolLabel(school),
  back: ({ schoolId }) => ({ href: `/school/${schoolId}`, text: 'Your school' }),
  show: ({ schoolId, ...list }) => <SessionsOfSchool at={`/school/${schoolId}/sessions`} {...list} />,
})

/** What the fields of other schools show, before or after something is typed. */
export const choicesOf = (act: Act, { council }: Asked, typed: Body, schoolId: string): Promise<SchoolChoices> =>
  readSchoolChoices(act.db, council.laCodes, schoolRowsIn(typed, mostOtherSchools).filter(Boolean), schoolWordsIn(typed), {
    except: schoolId,
  })

const findNew = async (act: Act, { typed = {}, ...asked }: Asked & { typed?: Body }) => {
  const [school, schools] = await Promise.all([readNow(act.db, readSchool(asked)), choicesOf(act, asked, typed, asked.part('schoolId'))])
  return school && { ...school, schools }
}

const ask = question({
  at: `${at}/new`,
  find: findNew,
  isFor,
  fills: (body) => fillsSchoolRows(body, mostOtherSchools),
  title: 'Ask for a session at your school',
  caption: ({ school }) => schoolLabel(school),
  back: toList,
  form: (now) => askForm(londonDay(now)),
  shape: (fields, { schools }, typed) => (
    <>
      {Object.values(fields)}
      <OtherSchoolsFields schools={schools} {...typed} enter="Ask for this session" />
    </>
  ),
  button: 'Ask for this session',
  act: (act, typed, { id: formId, subject: { schoolId, schools }, body }) =>
    askSession(act, formId, schoolId, { ...typed, ...othersIn(body, schools) }),
  refused: askRefusals,
  done: 'We have your request. We answer it by email.',
  to: ({ part }) => `/school/${part('schoolId')}/sessions`,
})

const readOne = ({ db, now, part }: Asked) =>
  mapped(
    together({ session: selectAskedSession(db, part('id'), part('schoolId')), listed: selectAllTerms(db, now) }),
    ({ session, listed }) => session && { schoolId: session.school.id, session, ...listed },
  )
const toOne = ({ part }: Asked): string => `/school/${part('schoolId')}/sessions/${part('id')}`

/** The two buttons of an offer, on its page and by the link of its mail. */
export const answering = {
  form: (_: Date, { session }: { session: AskedSession }) => settleForm(session),
  button: ({ session }: { session: AskedSession }) => [
    {
      text: offerOf(session)?.pence ? `Accept for ${sayMoney((session.pence ?? 0) + session.vatPence)}` : 'Accept the session',
      name: 'answer',
      value: 'accepted',
    },
    { text: 'Decline', name: 'answer', value: 'declined', kind: 'secondary' as const },
  ],
  refused: settleRefusals,
  done: ({ values }: { values: { answer: SessionAnswer } }) =>
    values.answer === 'accepted' ? 'Accepted. The council holds the session for your school' : 'Declined. You can ask for another session',
}

const answer = press({
  at: atOne,
  read: readOne,
  isFor,
  ...answering,
  act: (act, typed, { subject }) => settleSession(act, subject.session, typed.answer, typed.poNumber),
  to: toOne,
})

const withdraw = press({
  at: `${atOne}/withdraw`,
  read: readOne,
  isFor,
  button: [{ text: 'Withdraw the request', kind: 'secondary' }],
  act: (act, _, { subject }) => withdrawSession(act, subject.session),
  refused: { changed: settleRefusals.changed },
  done: 'Withdrawn',
  to: toOne,
})

const one = page({
  at: atOne,
  read: readOne,
  isFor,
  also,
  title: 'Session at your school',
  heading: ({ session }) => session.about,
  caption: ({ session }) => schoolLabel(session.school),
  back: toList,
  presses: { answer, withdraw },
  show: (subject, forms, { now }) => (
    <>
      <AskedFacts session={subject.session} />
      <OfferedFacts {...subject} now={now} />
      {subject.mayBook && canAnswer(subject.session, instant(now)) ? forms.answer(subject) : null}
      {subject.mayBook && subject.session.state === 'asked' ? forms.withdraw(subject) : null}
      {subject.session.bookingReference ? (
        <P>
          <Link href={`/bookings/${subject.session.bookingReference}`}>Your booking of the session</Link>: what it costs, who pays, and to
          cancel it
        </P>
      ) : null}
    </>
  ),
})

/** Sessions that a school asks the council to hold at it. Mounted at /school. */
export const schoolAskedPages = withPages(new Hono<AppEnv>(), list, ask, one)
