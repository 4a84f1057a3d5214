import type { Child } from 'hono/jsx'
import { sayInstant, sayShortDay } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { standingColours, standingOf, standingWords } from '#base/standing.ts'
import { Button, Choice, Choices, Select } from '#base/web/field.tsx'
import { Address, Details, Link, P, Table, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { TableHead } from '#base/web/table-head.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { type CalendarAnswer, sayAnswer } from '#calendars/invites/answer.ts'
import { sayCourseLacked } from '#people/people/earlier-course.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { type BookingFilter, everyPlace, filterQuery, type ListedPlace, type UnvouchedRequest } from '../listed-place.ts'

const invited: Record<NonNullable<ListedPlace['invited']>, string> = {
  queued: 'waiting to be sent',
  sending: 'being sent',
  sent: 'sent',
  failed: 'not delivered',
}

const answersIn = (place: ListedPlace): CalendarAnswer[] =>
  place.state === 'cancelled' ? [] : (JSON.parse(place.answers) as CalendarAnswer[])

const StandingTag = ({ place, now }: { place: ListedPlace; now: string }) => {
  const standing = standingOf(place, now)
  return <Tag colour={standingColours[standing]}>{standingWords[standing]}</Tag>
}

const Person = ({ place, now }: { place: ListedPlace; now: string }) => (
  <>
    {placeName(place)}
    {place.role ? <span class="muster-quiet muster-wide-only">, {place.role}</span> : null}
    {place.lacks ? <div>{sayCourseLacked(place.lacks)}</div> : null}
    {place.reason ? <div>Comes because: {place.reason}</div> : null}
    {place.personId === null && place.state === 'confirmed' && place.namesDueAt ? (
      <div>
        Name due {sayShortDay(place.namesDueAt)}
        {place.namesDueAt <= now ? ' (overdue)' : ''}
      </div>
    ) : null}
  </>
)

/** What is rarely asked of a place. */
const More = ({ place }: { place: ListedPlace }) => (
  <details class="muster-more">
    <summary>
      More<VisuallyHidden>: {placeName(place)}</VisuallyHidden>
    </summary>
    <div>
      {place.personId === null && place.booker ? 'Booked by ' : null}
      <Address email={place.personId === null ? place.booker : place.email} />
    </div>
    {place.role ? <div class="muster-phone-only">{place.role}</div> : null}
    <div class="muster-phone-only">Booked {sayShortDay(place.bookedAt)}</div>
    {place.represents > 0 ? <div>Also for {counted(place.represents, 'other school')}</div> : null}
    {place.urn ? <div>URN {place.urn}</div> : null}
    {place.channel === 'organiser' ? <div>Booked by the council</div> : null}
    {answersIn(place).map((answer, _, all) => (
      <div>{sayAnswer(answer, all.length > 1)}</div>
    ))}
    {place.invited && place.invited !== 'failed' ? <div>Message {invited[place.invited]}</div> : null}
  </details>
)

const State = ({ place, now }: { place: ListedPlace; now: string }) => (
  <div class="muster-line">
    <StandingTag place={place} now={now} />
    {place.unreached ? <Tag colour="red">Could not be reached</Tag> : null}
    {place.invited === 'failed' ? <Tag colour="red">Message not delivered</Tag> : null}
    {standingOf(place, now) === 'for_approval' ? (
      <Link href={`/bookings/${place.reference}/decision`}>
        Approve or refuse<VisuallyHidden> booking {place.reference}</VisuallyHidden>
      </Link>
    ) : null}
    <span class="muster-nowrap">
      <Link href={`/bookings/${place.reference}`}>{place.reference}</Link>
      <span class="muster-wide-only">, {sayShortDay(place.bookedAt)}</span>
    </span>
    <More place={place} />
  </div>
)

/** The heading of a column, which sorts by it. */
const headOf = (text: string, sort: BookingFilter['sort'], { base, filter, oneEvent }: PlaceTableProps): TableHead => ({
  text,
  sort: {
    href: `${base}${filterQuery({ ...filter, sort, ...(oneEvent ? { event: '' } : {}) }, oneEvent ? { sort } : {})}`,
    now: filter.sort === sort ? (sort === 'newest' ? 'descending' : 'ascending') : undefined,
  },
})

type PlaceTableProps = {
  /** The address of the list. */
  base: string
  places: readonly ListedPlace[]
  filter: BookingFilter
  total: number
  oneEvent: boolean
  now: string
  problems?: Record<string, string> | undefined
}

/** The list, whose ticked places can be written to or changed. */
export const PlaceTable = (props: PlaceTableProps) => {
  const { places, filter, total, oneEvent, now, problems } = props
  return (
    <form method="post" action="/organiser/bookings/bulk">
      {(Object.keys(everyPlace) as (keyof BookingFilter)[]).map((key) =>
        filter[key] === everyPlace[key] ? null : (
          <input type="hidden" name={key} value={filter[key] === true ? 'yes' : String(filter[key])} />
        ),
      )}
      <Table
        dense
        cards="flow"
        captionClass="govuk-visually-hidden"
        caption={counted(total, 'place')}
        columns={[
          headOf('School', 'school', props),
          headOf('Person', 'person', props),
          ...(oneEvent ? [] : [headOf('Event', 'event', props)]),
          headOf('When booked', 'newest', props),
        ]}
        rows={places.map((place, index) => [
          <div class="govuk-checkboxes govuk-checkboxes--small muster-tick">
            <Choice type="checkboxes" id={index === 0 ? 'place' : `place-${index + 1}`} name="place" value={place.placeId}>
              {schoolLabel({ name: place.school, town: place.town, urn: null })}
              <VisuallyHidden>: {placeName(place)}</VisuallyHidden>
            </Choice>
          </div>,
          <Person place={place} now={now} />,
          ...(oneEvent
            ? []
            : [
                (
                  <>
                    <Link href={`/organiser/events/${place.eventCode}/bookings`}>{place.eventTitle}</Link>
                    <div class="muster-nowrap">{sayShortDay(place.startsAt)}</div>
                  </>
                ) as Child,
              ]),
          <State place={place} now={now} />,
        ])}
      />
      {filter.event ? (
        <>
          <input type="hidden" name="id" value={newId(new Date(now))} />
          <Button kind="secondary" formaction="/organiser/mailings/ticked">
            Write to those ticked
          </Button>
        </>
      ) : null}
      <Details summary="Change several places at once" open={problems !== undefined}>
        <Choices
          name="which"
          type="radios"
          small
          label="Which places?"
          problems={problems}
          values={['ticked']}
          options={[
            { value: 'ticked', text: 'Those ticked above' },
            ...(places.length > 1 ? [{ value: 'page', text: `All ${sayNumber(places.length)} on this page` }] : []),
            ...(total > places.length ? [{ value: 'all', text: `All ${sayNumber(total)} that this search finds` }] : []),
          ]}
        />
        <input type="hidden" name="onPage" value={places.map((place) => place.placeId).join(' ')} />
        <Select
          name="act"
          label="What shall be done?"
          value="remind"
          options={[
            { value: 'remind', text: 'Remind the person who booked to name the people' },
            { value: 'invite_again', text: 'Send the invitations again' },
            { value: 'move', text: 'Move to another date of the series' },
            { value: 'cancel', text: 'Cancel the places' },
          ]}
        />
        <P>Nothing is done yet: the next page says what would happen, to whom.</P>
        <Button kind="secondary">Continue</Button>
      </Details>
    </form>
  )
}

type RequestTableProps = {
  requests: readonly UnvouchedRequest[]
  total: number
  oneEvent: boolean
}

export const RequestTable = ({ requests, total, oneEvent }: RequestTableProps) => (
  <>
    <P>
      Nobody has vouched yet for the people who ask here, so they take no place. Confirming a claim books what was asked for, or puts it on
      the waiting list as of the time of asking.
    </P>
    <Table
      dense
      caption={counted(total, 'request')}
      columns={['School', 'Who asks', ...(oneEvent ? [] : ['Event']), 'Places', 'Claim']}
      rows={requests.map((request) => [
        schoolLabel({ name: request.school, town: request.town, urn: request.urn }),
        <>
          {request.name ? <div>{request.name}</div> : null}
          <Address email={request.email} />
        </>,
        ...(oneEvent
          ? []
          : [
              (
                <>
                  <Link href={`/organiser/events/${request.eventCode}/bookings`}>{request.eventTitle}</Link>
                  <div class="muster-nowrap">{sayShortDay(request.startsAt)}</div>
                </>
              ) as Child,
            ]),
        <>
          {sayNumber(request.places)}
          <div>asked {sayInstant(request.requestedAt)}</div>
        </>,
        <Link href={request.claimId ? `/organiser/claims/${request.claimId}` : '/organiser/claims'}>
          Decide
          <VisuallyHidden> about {request.email}</VisuallyHidden>
        </Link>,
      ])}
    />
  </>
)
