import { sayInstant } from '#base/dates.ts'
import { isCertain, isOpen, outcomeOf, sayRecorded, standingOf } from '#base/standing.ts'
import { Address, Details, Link, SummaryList, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { SummaryCard } from '#base/web/summary-card.tsx'
import { sayAnswer } from '#calendars/invites/answer.ts'
import { blocksOf, type EventDetails, lastEnd } from '#events/events/event.ts'
import { attendanceTitles } from '#events/events/views/words.tsx'
import type { BookingAnswers } from '#events/questions/question.ts'
import { answerRows } from '#events/questions/views/fields.tsx'
import { kindFacts } from '#messages/outbox/kind.ts'
import { clashRow } from '#people/people/views/clashes.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { AddressProblem, BookedPlace } from '../booked-place.ts'
import type { BookingDetails } from '../booking-details.ts'
import type { NextSteps } from '../next-steps.ts'

export const placeName = (place: Pick<BookedPlace, 'personId' | 'name'>): string =>
  place.personId === null ? 'To be named' : (place.name ?? 'Name erased')

/**
 * What was sent last to whoever is on the place: a kind without a word of its own is called no
 * other.
 */
const sayMessage = (message: BookedPlace['message']): string | undefined => {
  if (!message) return undefined
  const kind = kindFacts(message.kind).short ?? 'Message'
  if (message.state === 'sent') return `${kind} sent on ${sayInstant(message.at)}`
  return message.state === 'failed'
    ? `${kind} could not be delivered: check the email address with them, and tell the organiser`
    : `${kind} is about to be sent`
}

/** The place's workshop in each block, or that one is to be chosen. */
const chosen = (event: EventDetails, place: BookedPlace) =>
  blocksOf(event.sessions).map(({ block, workshops }) => {
    const workshop = workshops.find((one) => place.workshopIds.includes(one.id))
    return <div>{`${block}: ${workshop ? workshop.title : 'not chosen yet'}`}</div>
  })

const happened: Record<AddressProblem['kind'], string> = {
  bounced: 'The mail server of this address refuses our mail',
  complained: 'Our mail was marked as spam there, so nothing more is sent',
  suppressed: 'The mail service sends nothing to this address, because mail to it failed before',
}

/** That an address does not work, since when, and the way to say that it does again. */
export const NotReached = ({ trouble, reference, name }: { trouble: AddressProblem; reference: string; name: string }) => (
  <>
    <div>
      <Tag colour="red">Could not be reached</Tag>
    </div>
    <div>
      {happened[trouble.kind]} (since {sayInstant(trouble.at)}). Correct the address, and what was missed is sent again.
    </div>
    <Link href={`/bookings/${reference}/addresses/${trouble.id}`}>
      It works again<VisuallyHidden>: the address of {name}</VisuallyHidden>
    </Link>
  </>
)

type PlaceCardProps = {
  place: BookedPlace
  booking: Pick<BookingDetails, 'reference'>
  event: EventDetails
  may: NextSteps
  now: string
  asked: BookingAnswers
}

type MoreProps = Pick<PlaceCardProps, 'place' | 'asked'> & { live: boolean; whose: string }

const MessagesAndMore = ({ place, asked, live, whose }: MoreProps) => {
  const more: Parameters<typeof SummaryList>[0]['rows'] = [
    ['Also for', place.represents.length === 0 ? undefined : place.represents.map((school) => <div>{schoolLabel(school)}</div>)],
    ...answerRows(
      asked.questions,
      'place',
      asked.answers.filter((answer) => answer.placeId === place.id),
    ),
    ['Message', sayMessage(place.message)],
    [
      'Calendar',
      live && place.answers?.length ? place.answers.map((one) => <div>{sayAnswer(one, place.answers?.length !== 1)}</div>) : undefined,
    ],
  ]
  return more.some(([, value]) => value !== undefined) ? (
    <Details
      summary={
        <>
          Messages and more<VisuallyHidden> about {whose}</VisuallyHidden>
        </>
      }
    >
      <SummaryList rows={more} />
    </Details>
  ) : null
}

export const PlaceCard = ({ place, booking, event, may, now, asked }: PlaceCardProps) => {
  const standing = standingOf(place, now)
  const { colour, text } = sayRecorded(
    { place, eventCancelled: event.state === 'cancelled', endsAt: lastEnd(event) ?? '9999', outcome: outcomeOf(place.marks ?? []) },
    now,
  )
  const base = `/bookings/${booking.reference}/places/${place.id}`
  const name = placeName(place)
  const whose = place.personId === null ? 'a place without a name' : name
  // What was not paid for in time is nobody's any more, until a payment that came says otherwise.
  const live = isCertain(standing) || (isOpen(standing) && standing !== 'not_paid')
  // Places paid together are cancelled together, from the page of their payment.
  const paying = place.state === 'held' && place.waitsFor === null
  const isPlaced = standing === 'confirmed' || standing === 'unnamed'
  const isUnnamed = place.personId === null
  const links = [
    live &&
      may.change && {
        href: `${base}/name`,
        ...(isUnnamed
          ? { text: 'Name someone', of: 'for a place without a name' }
          : { text: 'Send someone else', of: `instead of ${name}` }),
      },
    isPlaced && may.choose && { href: `${base}/workshops`, text: 'Choose workshops', of: `for ${whose}` },
    place.state === 'confirmed' &&
      place.attendance !== null &&
      may.attend && {
        href: `${base}/attendance`,
        text: place.attendance === 'online' ? 'Come to the room instead' : 'Join online instead',
        of: `for ${whose}`,
      },
  ].filter((link) => link !== false)
  const mayCancel = live && may.change && !paying
  return (
    <SummaryCard title={name} level={3} actions={links}>
      <SummaryList
        rows={[
          [
            'Place',
            <>
              <Tag colour={colour}>{text}</Tag> {place.role ?? ''}
            </>,
          ],
          clashRow(name, live ? place.clashes : undefined),
          ['Comes', place.attendance === null ? undefined : attendanceTitles[place.attendance]],
          [
            'Email address',
            place.name !== null && live && may.change ? (
              <>
                <div>
                  {place.knownEmail ? <Address email={place.knownEmail} /> : 'None: they get nothing by email, so tell them when and where'}
                </div>
                <Link href={`${base}/correct`}>
                  {place.knownEmail === null ? 'Add their email address' : 'Correct a spelling'}
                  <VisuallyHidden> of {name}</VisuallyHidden>
                </Link>
              </>
            ) : place.knownEmail ? (
              <Address email={place.knownEmail} />
            ) : undefined,
          ],
          [
            'Not reached',
            place.trouble && live ? <NotReached trouble={place.trouble} reference={booking.reference} name={name} /> : undefined,
          ],
          ['Workshops', isPlaced && blocksOf(event.sessions).length > 0 ? chosen(event, place) : undefined],
        ]}
      />
      <MessagesAndMore place={place} asked={asked} live={live} whose={whose} />
      {mayCancel ? (
        <p class="govuk-body govuk-!-margin-top-3 govuk-!-margin-bottom-0">
          <Link href={`/bookings/${booking.reference}/cancel?place=${place.id}`}>
            {isPlaced ? 'Cancel this place' : 'Withdraw this request'}
            <VisuallyHidden> {isUnnamed ? 'without a name' : `of ${name}`}</VisuallyHidden>
          </Link>
        </p>
      ) : null}
    </SummaryCard>
  )
}
