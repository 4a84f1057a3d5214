import type { Calendar } from '#base/council/working-day.ts'
import { sayInstant } from '#base/dates.ts'
import { Bullets, Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import type { Typed } from '#base/web/press.tsx'
import type { ListedTerms } from '#money/terms/terms.ts'
import { TermsInWords } from '#money/terms/views/terms.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { type SchoolChoices, schoolRowsIn } from '#schools/schools/school-choice.ts'
import { SchoolRows } from '#schools/schools/views.tsx'
import {
  type AskedSession,
  askedStates,
  mostOtherSchools,
  offerFacts,
  offerOf,
  type SharedSession,
  sayAskedDays,
  sharedFacts,
} from '../asked-session.ts'

type Facts = { session: AskedSession; terms: readonly ListedTerms[]; calendar: Calendar; now: Date }

export const AskedFacts = ({ session }: Pick<Facts, 'session'>) => (
  <SummaryList
    rows={[
      ['State', askedStates[session.state]],
      ['About', session.about],
      ['Days that suit the school', sayAskedDays(session.days)],
      ['How many people', String(session.people)],
      ['Also for', session.others.length > 0 ? session.others.map(schoolLabel).join('; ') : undefined],
      ['Also for, as typed', session.alsoFor ? `${session.alsoFor} (not on our list: they see nothing of the session here)` : undefined],
      ['Asked', sayInstant(session.askedAt)],
      ['Reason', session.reason || undefined],
    ]}
  />
)

/** What the council offers, and what cancelling it costs. */
export const OfferedFacts = ({ session, terms, calendar, now }: Facts) => {
  const offer = offerOf(session)
  if (!offer || session.state === 'refused') return null
  const agreed = terms.find(({ id }) => id === offer.termsId)
  return (
    <>
      <Heading>What the council offers</Heading>
      <SummaryList rows={offerFacts(offer)} />
      {agreed ? (
        <>
          <Heading>If you cancel</Heading>
          <TermsInWords
            terms={agreed}
            event={{ sessions: [{ startsAt: offer.startsAt }], freeUntil: null }}
            calendar={calendar}
            now={now}
          />
        </>
      ) : null}
    </>
  )
}

export const OtherSchoolsFields = ({ schools, body, problems, enter }: Typed & { schools: SchoolChoices; enter: string }) => (
  <>
    <Heading>Other schools whose staff would come (optional)</Heading>
    <P>They see what we offer and the event, not the price. A name that is not on our list stays as you type it.</P>
    <SchoolRows schools={schools} values={schoolRowsIn(body, mostOtherSchools)} most={mostOtherSchools} problems={problems} enter={enter} />
  </>
)

const Shared = ({ session }: { session: SharedSession }) => (
  <>
    <Heading>{session.title}</Heading>
    <P>
      {schoolLabel(session.by)} asked for this session, also for your school.{' '}
      {session.state === 'offered' ? 'It has not accepted the offer yet.' : 'It has accepted the session.'}
    </P>
    <SummaryList rows={sharedFacts(session)} />
    {session.eventCode ? (
      <P>
        <Link href={`/events/${session.eventCode}`}>The event</Link>
      </P>
    ) : null}
  </>
)

type Sessions = { at: string; sessions: readonly AskedSession[]; shared: readonly SharedSession[]; mayBook: boolean }

export const SessionsOfSchool = ({ at, sessions, shared, mayBook }: Sessions) => (
  <>
    <P>We can hold a session at your school, for your staff and for other schools near you. There is one price for the whole session.</P>
    {mayBook ? (
      <P>
        <Link href={`${at}/new`}>Ask for a session</Link>
      </P>
    ) : null}
    {sessions.length === 0 ? (
      <P>Your school has not asked for a session yet.</P>
    ) : (
      <Bullets>
        {sessions.map((session) => (
          <li>
            <Link href={`${at}/${session.id}`}>{session.about}</Link>: {askedStates[session.state]} (asked {sayInstant(session.askedAt)})
          </li>
        ))}
      </Bullets>
    )}
    {shared.map((session) => (
      <Shared session={session} />
    ))}
  </>
)
