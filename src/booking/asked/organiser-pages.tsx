import { Hono } from 'hono'
import { londonDay, sayDay } from '#base/dates.ts'
import { mapped, readNow, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { moneyForFiles } from '#base/money.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Body } from '#base/web/form.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { Heading, Link, NameAndAddress, P, Warning } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { sayClash } from '#events/events/engagement.ts'
import { selectVocabulary } from '#events/events/list-store.ts'
import { selectVatCodes } from '#money/prices/vat-store.ts'
import { selectAllTerms, selectLatestTerms } from '#money/terms/store.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { byRow, fillsSchoolRows } from '#schools/schools/school-choice.ts'
import { changeSchools, offerSession, refuseSession } from './answer-session.ts'
import { type AskedSession, askedStates, isLive, mostOtherSchools, sayAskedDays } from './asked-session.ts'
import { offerForm, othersIn, readState, refuseForm, schoolsForm } from './forms.ts'
import { choicesOf } from './school-pages.tsx'
import { askedRows, selectAskedSession, selectClashes } from './store.ts'
import { answerRefusals } from './views/refusals.tsx'
import { AskedFacts, OfferedFacts, OtherSchoolsFields } from './views/session.tsx'

const base = '/organiser/sessions-asked'
const atOne = '/sessions-asked/:id{[0-9a-f]{8}-[0-9a-f-]{27}}'

const readOne = ({ db, now, part }: Asked) =>
  mapped(
    together({
      session: selectAskedSession(db, part('id')),
      listed: selectAllTerms(db, now),
      latest: selectLatestTerms(db),
      vocabulary: selectVocabulary(db, now),
      vat: selectVatCodes(db),
    }),
    ({ session, listed, latest, vocabulary: { topics }, vat }) =>
      session && { session, ...listed, choices: { terms: latest, topics, vatCodes: vat.filter(({ retiredAt }) => retiredAt === null) } },
  )
const toOne = ({ part }: Asked): string => `${base}/${part('id')}`

const offer = press({
  at: `${atOne}/offer`,
  read: readOne,
  form: (now, { choices }) => offerForm(londonDay(now), choices),
  filled: ({ session }) => ({
    title: session.about.replace(/\s+/g, ' ').slice(0, 200),
    purpose: 'training',
    heldOn: session.days[0],
    place: session.school.name,
  }),
  preview: async (typed, { session }, { db }) => {
    const clashes = await readNow(db, selectClashes(db, session.id, typed))
    return clashes.length === 0 ? (
      <P>The trainer and the place have nothing else at this time.</P>
    ) : (
      clashes.map((clash) => <Warning>{sayClash(clash)}</Warning>)
    )
  },
  previewButton: 'Look for clashes',
  button: 'Send the offer',
  act: (act, typed, { subject }) => offerSession(act, subject.session, typed),
  refused: answerRefusals,
  done: (_, clashes) => ['The offer is on its way to the school.', ...clashes.map(sayClash)].join(' '),
  to: toOne,
})

const refuse = press({
  at: `${atOne}/refuse`,
  read: readOne,
  form: refuseForm,
  button: ({ session }) => [{ text: session.state === 'offered' ? 'Withdraw the offer' : 'Refuse the session', kind: 'warning' }],
  act: (act, { reason }, { subject }) => refuseSession(act, subject.session, reason),
  refused: answerRefusals,
  done: 'The answer is on its way to the school.',
  to: toOne,
})

const changed = question({
  at: `${atOne}/schools`,
  find: async (act, { typed = {}, ...asked }: Asked & { typed?: Body }) => {
    const session = await readNow(act.db, selectAskedSession(act.db, asked.part('id')))
    const filled = session && { rows: String(session.others.length), alsoFor: session.alsoFor, ...byRow(session.others) }
    return session && { session, filled, schools: await choicesOf(act, asked, { ...filled, ...typed }, session.school.id) }
  },
  title: 'Other schools of a session',
  heading: ({ session }) => session.about,
  caption: ({ session }) => schoolLabel(session.school),
  back: ({ session }) => ({ href: `${base}/${session.id}`, text: 'Session asked for' }),
  fills: (body) => fillsSchoolRows(body, mostOtherSchools),
  form: schoolsForm,
  filled: ({ filled = {} }) => filled,
  shape: ({ alsoFor }, { schools }, typed) => (
    <>
      <OtherSchoolsFields schools={schools} {...typed} enter="Save" />
      {alsoFor}
    </>
  ),
  button: 'Save',
  act: (act, { alsoFor }, { subject, body }) => changeSchools(act, subject.session, othersIn(body, subject.schools, alsoFor)),
  refused: answerRefusals,
  done: 'Saved',
  to: toOne,
})

const sessions = list({
  at: '/sessions-asked',
  ask: ({ query }) => ({ state: readState(query['show']) }),
  title: 'Sessions asked for',
  rows: ({ state }) => askedRows(state),
  of: ['session'],
  columns: [
    {
      name: 'School',
      cell: ({ id, school }: AskedSession) => <Link href={`${base}/${id}`}>{schoolLabel(school)}</Link>,
      value: ({ school }) => schoolLabel(school),
    },
    { name: 'About', cell: ({ about }) => about, value: ({ about }) => about },
    { name: 'Days', cell: ({ days }) => sayAskedDays(days), value: ({ days }) => days.join(', ') },
    { name: 'People', numeric: true, cell: ({ people }) => String(people), value: ({ people }) => people },
    { name: 'State', cell: ({ state }) => askedStates[state], value: ({ state }) => askedStates[state] },
    { name: 'Asked', cell: ({ askedAt }) => sayDay(askedAt), value: ({ askedAt }) => londonDay(askedAt), isDay: true },
    { name: 'Price', value: ({ pence, vatPence }) => (pence === null ? '' : moneyForFiles(pence + vatPence)) },
  ],
  above: ({ state }) => (
    <P>
      {state ? (
        <>
          {askedStates[state]}. <Link href={base}>Show all</Link>
        </>
      ) : (
        <Link href={`${base}?show=asked`}>Show those to answer</Link>
      )}
    </P>
  ),
  none: 'No school has asked for a session at it here. Schools ask on their own page, under Training record.',
  file: { name: 'sessions-asked-for', log: (_, rows) => ({ act: 'sessions_asked.exported', after: { sessions: rows } }) },
})

const one = page({
  at: atOne,
  read: readOne,
  title: 'Session asked for',
  heading: ({ session }) => session.about,
  caption: ({ session }) => schoolLabel(session.school),
  back: { href: base, text: 'Sessions asked for' },
  presses: { offer, refuse },
  show: (subject, forms, { now }) => (
    <>
      <AskedFacts session={subject.session} />
      <P>
        Asked by <NameAndAddress name={subject.session.askedBy} email={subject.session.askerEmail} />
      </P>
      {isLive(subject.session) ? (
        <P>
          <Link href={`${base}/${subject.session.id}/schools`}>Change the other schools</Link>
        </P>
      ) : null}
      <OfferedFacts {...subject} now={now} />
      {subject.session.state === 'asked' ? (
        <>
          <Heading>Offer it</Heading>
          {forms.offer(subject)}
          <Heading>Or refuse it</Heading>
          {forms.refuse(subject)}
        </>
      ) : null}
      {subject.session.state === 'offered' ? (
        <>
          <Heading>Withdraw the offer</Heading>
          {forms.refuse(subject)}
        </>
      ) : null}
      {subject.session.eventCode ? (
        <>
          <Heading>Its event</Heading>
          <P>
            <Link href={`/organiser/events/${subject.session.eventCode}`}>{subject.session.title}</Link>, seen by these schools alone
          </P>
          {subject.session.bookingReference ? (
            <P>
              <Link href={`/bookings/${subject.session.bookingReference}`}>Booking of the session</Link>, with its price and who pays
            </P>
          ) : null}
          {subject.session.sessionId ? (
            <P>
              <Link href={`/register/${subject.session.sessionId}/walk-ins/list`}>Say who came</Link>, once the day has come
            </P>
          ) : null}
        </>
      ) : null}
    </>
  ),
})

/** Sessions that schools asked for. Mounted at /organiser. */
export const organiserAskedPages = withPages(new Hono<AppEnv>(), sessions, changed, one)
