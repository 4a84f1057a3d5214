import { Button, Choices, type Problems } from '#base/web/field.tsx'
import { Caption, ErrorSummary, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import type { BookingSchool, Channel, Refusal } from '#booking/bookings/booking.ts'
import { sayRefusal } from '#booking/bookings/views/refusals.tsx'
import { whereOf } from '#calendars/invites/invite.ts'
import type { EventDetails } from '#events/events/event.ts'
import { sayPlaces } from '#events/events/views/places.tsx'
import { Times } from '#events/events/views/workshops.tsx'
import { shortWhen } from '#events/overview/views/organiser-home.tsx'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import { SchoolField } from '#schools/schools/views.tsx'

/** The same, folded to its date, so that a phone shows the form's first field. */
export const FoldedEvent = ({ event, school, channel }: Parameters<typeof BookedEvent>[0]) => (
  <details class="govuk-details govuk-!-margin-bottom-4">
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">
        {shortWhen(event)}
        {school ? `, for ${school.name}` : ''}: where it is, and places left
      </span>
    </summary>
    <div class="govuk-details__text">
      <BookedEvent event={event} school={school} channel={channel} />
    </div>
  </details>
)

type BookedEventProps = {
  event: EventDetails
  school?: BookingSchool | undefined
  channel?: Channel | undefined
}

export const BookedEvent = ({ event, school, channel }: BookedEventProps) => (
  <SummaryList
    rows={[
      ['When', <Times event={event} />],
      ['Where', whereOf(event)],
      ['School', school ? schoolLabel(school) : undefined],
      ['Places', sayPlaces(event, school, channel === 'organiser' ? 'the school' : undefined)],
    ]}
  />
)

type ChooseSchoolPageProps = {
  event: EventDetails
  schools: readonly SchoolOption[]
  /** For readers who may book for any school. */
  any?: SchoolChoices | undefined
  to?: 'book' | 'wait'
  problems?: Problems | undefined
}

/** For people who act for several schools, and organisers, who may book for any. */
export const ChooseSchoolPage = ({ event, schools, any, to = 'book', problems }: ChooseSchoolPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <Caption>{event.title}</Caption>
    <Title>
      {to === 'wait'
        ? `Which ${any ? 'school' : 'of your schools'} is waiting for places?`
        : `Which ${any ? 'school' : 'of your schools'} is this booking for?`}
    </Title>
    <BookedEvent event={event} />
    <form method="get" action={`/events/${event.code}/${to}`}>
      {any ? (
        <SchoolField name="school" label="School" schools={any} value={any.chosen[0]?.id} problems={problems} />
      ) : (
        <Choices
          type="radios"
          name="school"
          label="School"
          values={[]}
          options={schools.map((school) => ({ value: school.id, text: schoolLabel(school) }))}
          problems={problems}
        />
      )}
      <Button>Continue</Button>
    </form>
  </Page>
)

export const CannotBookPage = ({ event, school, reason }: { event: EventDetails; school: BookingSchool; reason: Refusal }) => (
  <Page>
    <Caption>{event.title}</Caption>
    <Title>You cannot book this event now</Title>
    <p class="govuk-body-l">{sayRefusal(reason, { event, school, asked: 1 })}</p>
    <BookedEvent event={event} school={school} />
    <P>
      <Link href={`/school/${school.id}`}>See what {school.name} has booked</Link> or <Link href="/events">see other events</Link>.
    </P>
  </Page>
)
