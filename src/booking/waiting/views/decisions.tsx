import { type Instant, sayDeadline, sayInstant } from '#base/dates.ts'
import { Button, Choices, type Problems, TextArea, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import type { TakingOutcome } from '#booking/bookings/show-owed.ts'
import type { EventDetails } from '#events/events/event.ts'
import { sayPlaces } from '#events/events/views/places.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Decision } from '../decide-booking.ts'
import { type OfferDetails, outOfTurnReasons } from '../offer.ts'
import { inOrder, type WaitingBooking } from '../waiting.ts'
import { outOfTurnWords, recordWords } from './words.tsx'

const Refusal = ({ words }: { words: string | undefined }) =>
  words ? (
    <div class="govuk-error-summary" data-module="govuk-error-summary">
      <div role="alert">
        <h2 class="govuk-error-summary__title">This has not been done</h2>
        <div class="govuk-error-summary__body">
          <P>{words}</P>
        </div>
      </div>
    </div>
  ) : null

const Back = ({ event }: { event: EventDetails }) => (
  <P>
    <Link href={`/organiser/events/${event.code}/waiting`}>Leave it as it is</Link>
  </P>
)

type OfferOutOfTurnPageProps = {
  event: EventDetails
  queue: readonly WaitingBooking[]
  booking: WaitingBooking
  typed: { places: string; reason: string }
  problems?: Problems | undefined
  refusal?: string | undefined
  /** When an offer made now would expire; undefined: too late for one. */
  until: Instant | undefined
}

/** Offers places to a listed school at once, ahead of earlier turns. */
export const OfferOutOfTurnPage = ({ event, queue, booking, typed, problems, refusal, until }: OfferOutOfTurnPageProps) => {
  const position = inOrder(event.rules.waitingOrder, queue).findIndex((one) => one.bookingId === booking.bookingId)
  const n = booking.placeIds.length
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Refusal words={refusal} />
      <span class="govuk-caption-l">{event.title}</span>
      <Title>Offer places to {booking.school.name}</Title>
      <SummaryList
        rows={[
          ['School', schoolLabel(booking.school)],
          ['Places', sayPlaces(event, { taken: booking.taken, waiting: n, heldBack: 0 }, 'the school')],
          ['Waits for', `${counted(n, 'place')}${n > 1 ? (booking.acceptsFewer ? ', or fewer' : ', all together') : ''}`],
          ['Record', recordWords(booking)],
          ['Its turn', position === 0 ? 'It is first on the list' : `${counted(position, 'school is', 'schools are')} before it`],
        ]}
      />
      <P>
        {until
          ? `When you press the button the places are kept for it until ${sayDeadline(until)}, and an email with the offer goes out.${position > 0 ? ' Those before it keep their turn and get nothing of these.' : ''}`
          : 'Less than an hour is left until the event begins, so nothing is offered any more.'}{' '}
        Limits, and what is reserved for other schools, hold as ever.
      </P>
      <form method="post" action={`/organiser/events/${event.code}/waiting/${booking.reference}/offer`} novalidate>
        {n > 1 && booking.acceptsFewer ? (
          <TextField name="places" label="How many places?" value={typed.places} width={3} inputmode="numeric" problems={problems} />
        ) : (
          <input type="hidden" name="places" value={String(n)} />
        )}
        <Choices
          type="radios"
          name="reason"
          label="Why out of turn?"
          hint="Kept in the log"
          values={[typed.reason]}
          options={outOfTurnReasons.map((reason) => ({ value: reason, text: outOfTurnWords[reason] }))}
          problems={problems}
        />
        <Button>Offer {n > 1 ? 'the places' : 'the place'}</Button>
      </form>
      <Back event={event} />
    </Page>
  )
}

type RemovePageProps = {
  event: EventDetails
  booking: WaitingBooking
  reason: string
  problems?: Problems | undefined
  refusal?: string | undefined
}

export const RemovePage = ({ event, booking, reason, problems, refusal }: RemovePageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Refusal words={refusal} />
    <span class="govuk-caption-l">{event.title}</span>
    <Title>Remove {booking.school.name} from the waiting list?</Title>
    <P>
      Its request for {counted(booking.placeIds.length, 'place')} ends, and whoever asked is told, with your reason. Places that it has, or
      that are on offer to it, are kept.
    </P>
    <form method="post" action={`/organiser/events/${event.code}/waiting/${booking.reference}/remove`} novalidate>
      <TextArea name="reason" label="Reason" hint="The school reads it" value={reason} rows={3} problems={problems} />
      <Button kind="warning">Remove from the list</Button>
    </form>
    <Back event={event} />
  </Page>
)

type WithdrawOfferPageProps = {
  found: OfferDetails
  problems?: Problems | undefined
  refusal?: string | undefined
}

export const WithdrawOfferPage = ({ found, problems, refusal }: WithdrawOfferPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Refusal words={refusal} />
    <span class="govuk-caption-l">{found.event.title}</span>
    <Title>Withdraw the offer to {found.booking.school.name}?</Title>
    <P>
      {counted(found.offer.places, 'place is', 'places are')} kept for it until {sayDeadline(found.offer.expiresAt)}. Whoever asked is told
      that the offer no longer stands, and what is free is offered down the list.
    </P>
    <form method="post" action={`/organiser/events/${found.event.code}/waiting/offers/${found.offer.id}/withdraw`} novalidate>
      <Choices
        type="radios"
        name="turn"
        label="What becomes of its request?"
        values={[]}
        options={[
          {
            value: 'back',
            text: 'It keeps its turn',
            hint: 'It is offered places again when its turn comes: at once, if it is the first for which they fit',
          },
          { value: 'off', text: 'It ends', hint: 'The school can join the list again, after those who wait' },
        ]}
        problems={problems}
      />
      <Button kind="warning">Withdraw the offer</Button>
    </form>
    <Back event={found.event} />
  </Page>
)

/** What approving the booking now would do. */
const sayApproval = ({ waiting, certain, listed }: Decision): string => {
  if (listed === 0)
    return `If you approve it, ${waiting.length === 1 ? 'the place is' : `all ${waiting.length} places are`} the school’s at once.`
  if (certain.length === 0)
    return `There is no room for it now. If you approve it, ${counted(listed, 'place goes', 'places go')} on the waiting list, with the turn of the request.`
  return `If you approve it, ${counted(certain.length, 'place is', 'places are')} the school’s at once, and ${counted(listed, 'place goes', 'places go')} on the waiting list, with the turn of the request.`
}

type DecisionPageProps = {
  decision: Decision
  /** What approving does to money. */
  taking: TakingOutcome
  reason: string
  problems?: Problems | undefined
  refusal?: string | undefined
}

/** One booking that needs approval; says before the button what approving does. */
export const DecisionPage = ({ decision, taking, reason, problems, refusal }: DecisionPageProps) => {
  const { booking, event, waiting, school } = decision
  const names = waiting.flatMap((place) => (place.name ? [`${place.name}${place.role ? `, ${place.role}` : ''}`] : []))
  const unnamed = waiting.filter((place) => place.personId === null).length
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <Refusal words={refusal} />
      <span class="govuk-caption-l">{event.title}</span>
      <Title>Request {booking.reference}</Title>
      <SummaryList
        rows={[
          ['School', schoolLabel(booking.school)],
          ['Asked', `${sayInstant(booking.createdAt)}${booking.booker.name ? ` by ${booking.booker.name}` : ''}`],
          [
            'Asks for',
            `${counted(waiting.length, 'place')}${waiting.length > 1 ? (booking.acceptsFewer ? ', or fewer' : ', all together') : ''}`,
          ],
          ['People', [...names, ...(unnamed > 0 ? [`${unnamed} to be named`] : [])].map((line) => <div>{line}</div>)],
          ['Places', sayPlaces(event, school, 'the school')],
        ]}
      />
      {waiting.length === 0 ? (
        <P>Nothing of this booking waits for a decision.</P>
      ) : (
        <>
          <P>{sayApproval(decision)} Whoever asked is told either way.</P>
          <SummaryList rows={[...taking.priced.money, ['If you approve, the school reads', taking.owes]]} />
          <form method="post" action={`/bookings/${booking.reference}/decision`} novalidate>
            <Button name="decision" value="approve">
              Approve
            </Button>
          </form>
          <form method="post" action={`/bookings/${booking.reference}/decision`} novalidate>
            <Heading>Or refuse it</Heading>
            <TextArea name="reason" label="Reason" hint="The school reads it" value={reason} rows={3} problems={problems} />
            <Button kind="secondary" name="decision" value="refuse">
              Refuse
            </Button>
          </form>
        </>
      )}
      <Back event={event} />
    </Page>
  )
}
