import type { Child } from 'hono/jsx'
import { sayDeadline, sayInstant, sayWhen } from '#base/dates.ts'
import { Bullets, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { atStart, counted, plural } from '#base/words.ts'
import type { TakingOutcome } from '#booking/pricing/show-owed.ts'
import { contactOf, daysOf, whereOf } from '#calendars/invites/invite.ts'
import { clashRow } from '#people/people/views/clashes.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { heldOf, type OfferDetails, type OfferState } from '../offer.ts'

export const headings: Record<OfferState, string> = {
  open: 'Accept or decline',
  accepted: 'This offer has been accepted',
  declined: 'This offer has been declined',
  lapsed: 'This offer has run out',
  withdrawn: 'This offer has been withdrawn',
}

const became = ({ offer, booking }: OfferDetails, state: OfferState): string => {
  const at = offer.settledAt ? ` on ${sayInstant(offer.settledAt)}` : ''
  const places = counted(offer.places, 'place')
  if (state === 'accepted') return `${booking.school.name} took ${places}${at}. There is nothing more to do here.`
  if (state === 'declined') return `${booking.school.name} gave ${places} up${at}. Nothing was booked.`
  if (state === 'lapsed')
    return `It stood until ${sayDeadline(offer.expiresAt)}, and nobody accepted it. The ${plural(offer.places, 'place goes', 'places go')} to the next school that waits.`
  return `It was withdrawn${at}.`
}

/** What an offer is about; of people, only the names on the school's own places. */
const Facts = ({ found, state }: { found: OfferDetails; state: OfferState }) => {
  const { event, booking, offer } = found
  const live = found.places.filter((place) => place.state !== 'cancelled')
  const named = live.flatMap(({ name, clashes }) => (name ? [{ name, clashes }] : []))
  return (
    <SummaryList
      rows={[
        ['Event', event.title],
        ['When', daysOf(event.sessions).map(({ startsAt, endsAt }) => <div>{sayWhen(startsAt, endsAt)}</div>)],
        ['Where', whereOf(event)],
        ['School', schoolLabel(booking.school)],
        ['Places', String(state === 'open' ? live.length : offer.places)],
        [
          'Coming',
          state === 'open' || state === 'accepted'
            ? named.length > 0
              ? named.map(({ name }) => <div>{name}</div>)
              : 'Not named yet'
            : undefined,
        ],
        ...(state === 'open' ? named.map(({ name, clashes }) => clashRow(name, clashes)) : []),
        ['Without the earlier course it needs', state === 'open' ? found.withoutCourse.map((name) => <div>{name}</div>) : undefined],
        ['Accept by', state === 'open' ? sayDeadline(offer.expiresAt) : undefined],
        ['Reference', booking.reference],
      ]}
    />
  )
}

export type Offered = {
  found: OfferDetails
  state: OfferState
  /** What accepting does to money; undefined once the offer is closed. */
  taking: TakingOutcome | undefined
  signedIn: boolean
  mayJoin: boolean
}

/** The page of the email's link; reading it changes nothing. */
export const OfferFacts = ({ found, state, taking, signedIn, mayJoin, form }: Offered & { form: Child }) => {
  const { event, booking } = found
  const live = heldOf(found)
  const unnamed = live.filter((place) => place.personId === null).length
  const isOne = live.length === 1
  const cancelled = event.state === 'cancelled'
  return (
    <>
      {cancelled ? (
        <p class="govuk-body-l">It will not take place, so there is nothing to accept.</p>
      ) : state === 'open' ? null : (
        <p class="govuk-body-l">{became(found, state)}</p>
      )}
      <Facts found={found} state={state} />
      {state === 'open' && !cancelled ? (
        <>
          <P>
            If you accept, {isOne ? 'the place is' : `all ${live.length} places are`} yours at once
            {live.length > unnamed ? ', and those named get an invitation for their calendar' : ''}.
            {unnamed > 0
              ? ` ${isOne ? 'It has' : atStart(unnamed, 'has', 'have')} no name yet: you name who is coming on the booking’s page.`
              : ''}{' '}
            If you decline, or nobody answers by {sayDeadline(found.offer.expiresAt)}, {isOne ? 'it goes' : 'they go'} to the next school
            and your request for {isOne ? 'it' : 'them'} ends: you pay nothing for {isOne ? 'it' : 'them'}.
          </P>
          {taking ? (
            <>
              <SummaryList rows={taking.priced.money} />
              <p class="govuk-body govuk-!-font-weight-bold">If you accept: {taking.owes}</p>
            </>
          ) : null}
          {taking?.terms ? (
            <>
              <P>By the terms that were accepted when the places were asked for:</P>
              <Bullets>
                {taking.terms.sentences.map((sentence) => (
                  <li>{sentence}</li>
                ))}
              </Bullets>
            </>
          ) : null}
          {form}
        </>
      ) : null}
      {state === 'accepted' ? (
        <P>
          <Link href={`/bookings/${booking.reference}`}>
            {signedIn ? 'Name people, or see the booking' : 'Sign in to name people, or to see the booking'}
          </Link>
        </P>
      ) : null}
      {state !== 'open' && state !== 'accepted' && mayJoin ? (
        <P>
          If you still need places, you can{' '}
          <Link href={`/events/${event.code}/wait?school=${booking.schoolId}`}>join the waiting list</Link> again.
        </P>
      ) : null}
      {contactOf(event) ? <P>Questions: {contactOf(event)}.</P> : null}
    </>
  )
}

export const NoOfferPage = () => (
  <Page>
    <Title>There is no such offer</Title>
    <P>The link may be cut off: copy the whole of it from the email. You can also sign in and open the booking.</P>
  </Page>
)
