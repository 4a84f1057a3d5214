import { sayShortDay } from '../../dates.ts'
import type { EventDetails } from '../../events/event.ts'
import { schoolLabel } from '../../schools/school.ts'
import { Button, Select, TextField } from '../../web/field.tsx'
import { Address, Pagination, Table, Tag } from '../../web/page-parts.tsx'
import { type BookingFilter, type BookingList, type ListedPlace, pageSize } from '../listed-place.ts'

const invited: Record<NonNullable<ListedPlace['invited']>, string> = {
  queued: 'Waiting to be sent',
  sending: 'Being sent',
  sent: 'Sent',
  failed: 'Not delivered',
}

export const sayInvited = (place: ListedPlace): string => (place.invited ? invited[place.invited] : '')

export const EventBookingsPage = ({
  event,
  list,
  filter,
  page,
  url,
}: {
  event: EventDetails
  list: BookingList
  filter: BookingFilter
  page: number
  url: string
}) => (
  <>
    <span class="govuk-caption-l">{event.title}</span>
    <h1 class="govuk-heading-l">Bookings</h1>
    <ul class="muster-figures">
      <li>
        <span class="muster-figure">
          {list.confirmed} of {event.capacity}
        </span>{' '}
        places taken
      </li>
      <li>
        <span class="muster-figure">{list.schools}</span> {list.schools === 1 ? 'school' : 'schools'}
      </li>
    </ul>
    <p class="govuk-body">
      <a class="govuk-link" href={`/events/${event.code}/book`}>
        Book for a school
      </a>
    </p>
    <form method="get" action={`/organiser/events/${event.code}/bookings`} class="muster-filter">
      <TextField name="q" type="search" label="Search" hint="Name, email address, school, town, URN or reference" value={filter.q} />
      <Select
        name="state"
        label="Places"
        value={filter.state}
        options={[
          { value: 'confirmed', text: 'Confirmed' },
          { value: 'cancelled', text: 'Cancelled' },
          { value: 'all', text: 'All' },
        ]}
      />
      <Button kind="secondary">Search</Button>
    </form>
    {list.places.length === 0 ? (
      <p class="govuk-body">{filter.q || filter.state !== 'confirmed' ? 'No places match.' : 'Nobody has booked yet.'}</p>
    ) : (
      <>
        <Table
          dense
          caption={`${list.total} ${list.total === 1 ? 'place' : 'places'}, by school`}
          columns={['School', 'Person', 'Role', 'Booking', 'Newest message']}
          rows={list.places.map((place) => [
            schoolLabel({ name: place.school, town: place.town, urn: place.urn }),
            <>
              {place.name ?? 'Name erased'}
              <div class="govuk-hint govuk-!-margin-bottom-0">
                <Address email={place.email} />
              </div>
            </>,
            <>
              {place.role}
              {place.represents > 0 ? <div>and for {place.represents} more</div> : null}
            </>,
            <>
              <a class="govuk-link" href={`/bookings/${place.reference}`}>
                {place.reference}
              </a>
              <div class="muster-nowrap">{sayShortDay(place.bookedAt)}</div>
              {place.state === 'cancelled' ? <Tag colour="grey">Cancelled</Tag> : null}
            </>,
            place.invited === 'failed' ? <Tag colour="red">Not delivered</Tag> : sayInvited(place),
          ])}
        />
        <Pagination url={url} page={page} pageSize={pageSize} total={list.total} />
        <p class="govuk-body">
          <a
            class="govuk-link"
            href={`/organiser/events/${event.code}/bookings.csv?q=${encodeURIComponent(filter.q)}&state=${filter.state}`}
            download=""
          >
            Download these places (CSV)
          </a>
        </p>
      </>
    )}
  </>
)
