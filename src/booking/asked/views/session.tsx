import type { Child } from 'hono/jsx'
import type { Calendar } from '#base/council/working-day.ts'
import { sayInstant } from '#base/dates.ts'
import { Bullets, Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import type { ListedTerms } from '#money/terms/terms.ts'
import { TermsInWords } from '#money/terms/views/terms.tsx'
import { type AskedSession, askedStates, offerFacts, offerOf, sayAskedDays } from '../asked-session.ts'

type Facts = { session: AskedSession; terms: readonly ListedTerms[]; calendar: Calendar; now: Date }

export const AskedFacts = ({ session }: Pick<Facts, 'session'>) => (
  <SummaryList
    rows={[
      ['State', askedStates[session.state]],
      ['About', session.about],
      ['Days that suit the school', sayAskedDays(session.days)],
      ['How many people', String(session.people)],
      ...(session.alsoFor ? [['Also for', session.alsoFor] as [string, Child]] : []),
      ['Asked', sayInstant(session.askedAt)],
      ...(session.reason ? [['Reason', session.reason] as [string, Child]] : []),
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

type SessionsProps = { at: string; sessions: readonly AskedSession[]; mayBook: boolean }

export const SessionsOfSchool = ({ at, sessions, mayBook }: SessionsProps) => (
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
  </>
)
