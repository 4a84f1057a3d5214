import { type Instant, sayBeginning, sayDay, sayDeadline } from '#base/dates.ts'
import { Details, Inset, Link, P, Small, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted, listed } from '#base/words.ts'
import { allPlaces, type BookingState, bookingEndsAt, type EventDetails, placesLeft } from '#events/events/event.ts'
import { canBookNow, sayPlaces, saySchool } from '#events/events/views/places.tsx'
import { maskedAddress } from '#people/claims/waiting-claim.ts'
import { limitReached, type Own, type OwnPlaces, type OwnRequest } from '../own-places.ts'

const standingOf = ({ places, waiting, heldBack, bookings }: OwnPlaces) => ({
  taken: places,
  waiting,
  heldBack,
  offered: bookings.reduce((sum, { offered }) => sum + offered, 0),
  held: bookings.reduce((sum, { held }) => sum + held, 0),
})

/** One sentence for one school. */
const Left = ({ event, own }: { event: EventDetails; own: readonly OwnPlaces[] }) => {
  const [only] = own
  if (only && own.length === 1) return <p class="govuk-body govuk-!-font-weight-bold">{sayPlaces(event, standingOf(only))}.</p>
  return (
    <>
      <p class="govuk-body govuk-!-font-weight-bold">{sayPlaces(event)}.</p>
      {own.length > fewSchools ? null : own.map((school) => <P>{saySchool(event, standingOf(school), school.name)}.</P>)}
    </>
  )
}

/** Why nothing is available at once, and how to wait. */
const Wait = ({ event, own }: { event: EventDetails; own: readonly OwnPlaces[] }) => {
  const left = placesLeft(event)
  return (
    <>
      <P>
        {left === 0
          ? `${allPlaces(event) === 1 ? 'The only place is' : `All ${counted(allPlaces(event), 'place')} are`} taken.`
          : event.heldBack >= left
            ? 'The places left are reserved for some schools for now.'
            : 'Schools on the waiting list are offered the places left first.'}{' '}
        {event.waiting === 0 ? 'No school waits.' : `Schools wait for ${counted(event.waiting, 'place')}.`} A place that comes free is
        offered to the waiting list, with a time by which to accept it.
      </P>
      {event.heldBack > 0 && own.length === 0 ? (
        <P>
          <Link href={`/events/${event.code}/book`}>See whether places are reserved for your school</Link>
        </P>
      ) : null}
    </>
  )
}

/** What expires: places on offer, and places held for payment. */
const Ending = ({ own }: { own: readonly OwnPlaces[] }) => (
  <>
    {own.flatMap((school) =>
      school.bookings.map(({ reference, offered, held, offeredUntil, heldUntil }) => {
        const to = own.length === 1 ? 'to you' : `to ${school.name}`
        return (
          <>
            {offeredUntil ? (
              <Inset>
                <strong>
                  {counted(offered, 'place is', 'places are')} on offer {to} until {sayDeadline(offeredUntil)}:
                </strong>{' '}
                <Link href={`/bookings/${reference}/offer`}>accept or decline</Link>
              </Inset>
            ) : null}
            {heldUntil ? (
              <Inset>
                <strong>
                  {counted(held, 'place is', 'places are')} held{own.length === 1 ? '' : ` for ${school.name}`} until{' '}
                  {sayDeadline(heldUntil)}:
                </strong>{' '}
                <Link href={`/bookings/${reference}/pay`}>pay by card</Link>
              </Inset>
            ) : null}
          </>
        )
      }),
    )}
  </>
)

/** With more schools, a summary is shown. */
const fewSchools = 3

const yours = 'Your school'

const sayLimit = (school: OwnPlaces, name: string): string => {
  const { offered, held } = standingOf(school)
  if (offered + held > 0) return `With those, ${name === yours ? 'your school' : name} has all the places that one school can have. `
  return `${name} ${school.waiting > 0 ? 'has or waits for' : 'has'} all the places that one school can have. `
}

/** What one of the reader's schools has booked, and whether it may have more, if either. */
const BookedBy = ({ event, school, only }: { event: EventDetails; school: OwnPlaces; only: boolean }) => {
  const limit = limitReached(event, school)
  if (limit === undefined && school.bookings.length === 0) return null
  const forApproval = school.bookings.reduce((sum, booking) => sum + booking.forApproval, 0)
  const name = only ? yours : school.name
  return (
    <P>
      {forApproval > 0 ? `${name} has asked for ${counted(forApproval, 'place')}: the organiser decides. ` : ''}
      {limit === 'school' ? sayLimit(school, name) : ''}
      {limit === 'trust' ? `The schools of the trust of ${school.name} have all the places that one trust can have. ` : ''}
      {school.bookings.map(({ reference }, index) => (
        <>
          {index > 0 ? ', ' : ''}
          <Link href={`/bookings/${reference}`}>
            See {only ? 'your school’s booking' : `the booking of ${school.name}`} {reference}
          </Link>
        </>
      ))}
    </P>
  )
}

const isThere = ({ places, waiting, bookings }: OwnPlaces): boolean => places + waiting + bookings.length > 0

/** What many schools have together. */
const sayMany = (own: readonly OwnPlaces[]): string => {
  const there = own.filter(isThere)
  if (there.length === 0) return `None of your ${own.length} schools has a place here.`
  const sum = (of: (school: ReturnType<typeof standingOf>) => number) => there.reduce((n, school) => n + of(standingOf(school)), 0)
  const [offered, held, waiting] = [sum((one) => one.offered), sum((one) => one.held), sum((one) => one.waiting)]
  const parts = [
    counted(sum((one) => one.taken) - offered - held, 'place'),
    ...(offered > 0 ? [`${offered} on offer`] : []),
    ...(held > 0 ? [`${held} held until paid for`] : []),
    ...(waiting > 0 ? [`${waiting} waited for`] : []),
  ]
  return `${there.length} of your ${own.length} schools have or wait for places here: ${listed(parts)}.`
}

/** What the reader's schools have booked, and whether they may have more. */
const Booked = ({ event, own }: { event: EventDetails; own: readonly OwnPlaces[] }) => (
  <>
    <Ending own={own} />
    {own.length > fewSchools ? (
      <>
        <P>{sayMany(own)}</P>
        {own.some(isThere) ? (
          <Details summary="School by school">
            {own.filter(isThere).map((school) => (
              <>
                <P>{saySchool(event, standingOf(school), school.name)}.</P>
                <BookedBy event={event} school={school} only={false} />
              </>
            ))}
          </Details>
        ) : null}
      </>
    ) : (
      own.map((school) => <BookedBy event={event} school={school} only={own.length === 1} />)
    )}
    {own.some(({ places, bookings }) => places > 0 && bookings.length > 0) ? (
      <P>
        <Link href={`/events/${event.code}/people`}>Who is coming, as a list</Link>
      </P>
    ) : null}
  </>
)

/** The reader's unsettled requests. */
const AskedFor = ({ requests, councilName }: { requests: readonly OwnRequest[]; councilName: string }) => (
  <>
    {requests.map((request) => (
      <Inset>
        <P>
          <strong>
            You asked for {counted(request.places, 'place')} on {sayDay(request.requestedAt)}
          </strong>{' '}
          for {request.schoolName}. You have no place yet:{' '}
          {request.asksSchool
            ? 'waiting for your school’s answer.'
            : `waiting for ${
                request.mailbox ? `the office’s mailbox (${maskedAddress(request.mailbox)}) or ${councilName}` : councilName
              } to confirm that you work there.`}
        </P>
        <Link href={`/requests/${request.id}`}>
          See your request<VisuallyHidden> for {request.schoolName}</VisuallyHidden>
        </Link>
      </Inset>
    ))}
  </>
)

type NextProps = Own & { event: EventDetails; booking: BookingState }

/** A pending request, or a school at its limit, leaves nothing to book or wait for. */
const openTo = ({ event, booking, own, requests }: NextProps): { book: boolean; wait: boolean; done: boolean } => {
  const done = own.length === 0 ? requests.length > 0 : own.every((school) => limitReached(event, school) !== undefined)
  return {
    done,
    book: !done && (booking === 'open' || (booking === 'full' && own.some((school) => canBookNow(event, standingOf(school))))),
    wait: booking === 'full' && (!done || own.some((school) => school.waiting > 0)),
  }
}

/** What somebody who wants places can press now. */
export const NextPress = (props: NextProps) => {
  const { event, own } = props
  const { book, wait } = openTo(props)
  const button = `govuk-button${book ? ' govuk-button--secondary' : ''}`
  return (
    <>
      {book ? (
        <a href={`/events/${event.code}/book`} class="govuk-button govuk-button--start" draggable={false} data-module="govuk-button">
          {event.rules.approval ? 'Ask for places' : 'Book places'}
        </a>
      ) : null}
      {own.length === 0 && (book || wait) ? (
        <a href={`/events/${event.code}/ask`} class="govuk-button govuk-button--secondary" draggable={false} data-module="govuk-button">
          Ask my school
        </a>
      ) : null}
      {wait ? (
        <a href={`/events/${event.code}/wait`} class={button} draggable={false} data-module="govuk-button">
          {own.some((school) => school.waiting > 0) ? 'See your place on the waiting list' : 'Join the waiting list'}
        </a>
      ) : null}
    </>
  )
}

/** What is left, what the reader's schools have, and by when to book. */
export const NextAction = ({ councilName, earlyUntil, ...props }: NextProps & { councilName: string; earlyUntil: Instant | null }) => {
  const { event, booking, own, requests } = props
  const ends = bookingEndsAt(event)
  const { wait, done } = openTo(props)
  const another = (
    <P>
      <Link href={`/account/dates?about=topic:${encodeURIComponent(event.topicId)}`}>Tell me when there is another date</Link>
    </P>
  )
  if (booking === 'over')
    return (
      <>
        <P>This event has taken place.</P>
        {another}
      </>
    )
  return (
    <>
      {booking === 'not_open_yet' ? (
        <P>
          <strong>Booking opens on {event.bookingOpensAt ? sayBeginning(event.bookingOpensAt) : ''}.</strong> There are{' '}
          {counted(allPlaces(event), 'place')}.
        </P>
      ) : null}
      {booking === 'closed' ? (
        <P>
          <strong>Booking is closed.</strong> If your school still needs a place, write to the contact.
        </P>
      ) : null}
      {booking === 'not_open_yet' ? null : <Left event={event} own={own} />}
      <AskedFor requests={requests} councilName={councilName} />
      <Booked event={event} own={own} />
      {wait ? <Wait event={event} own={own} /> : null}
      {booking === 'closed' || booking === 'full' ? another : null}
      <Small>
        {(booking === 'open' || booking === 'full') && !done && ends
          ? `${booking === 'open' ? 'Book' : 'Join'} by ${sayDeadline(ends)}. `
          : ''}
        {earlyUntil ? `Early prices until ${sayDeadline(earlyUntil)}. ` : ''}
        {event.placesPerSchool === null
          ? 'There is no limit for each school.'
          : own.length === 1 && booking !== 'not_open_yet'
            ? ''
            : `Each school can have ${counted(event.placesPerSchool, 'place')}.`}
        {event.rules.placesPerTrust === null
          ? ''
          : ` The schools of one trust can have ${counted(event.rules.placesPerTrust, 'place')} together.`}
        {event.rules.approval ? ' An organiser decides on each booking before it has a place.' : ''}
      </Small>
    </>
  )
}
