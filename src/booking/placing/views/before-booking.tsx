import { type Instant, londonDay, sayTime, sayWhen } from '#base/dates.ts'
import { Button, Choices, type Problems } from '#base/web/field.tsx'
import { PageHead } from '#base/web/page-head.tsx'
import { Caption, Details, ErrorSummary, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import type { BookingSchool, Channel, Refusal } from '#booking/bookings/booking.ts'
import { sayRefusal } from '#booking/bookings/views/refusals.tsx'
import { daysOf, programmeOf, whereOf } from '#calendars/invites/invite.ts'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { sayPlaces } from '#events/events/views/places.tsx'
import { Times } from '#events/events/views/workshops.tsx'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import type { SchoolChoices } from '#schools/schools/school-choice.ts'
import { SchoolField } from '#schools/schools/views.tsx'

/** Its hours, of each day if it has several, and where it is. */
export const timeAndPlace = (event: EventDetails): string[] => {
  const days = daysOf(event.sessions)
  const sayDay = days.length > 1 ? sayWhen : (startsAt: Instant, endsAt: Instant) => `${sayTime(startsAt)} to ${sayTime(endsAt)}`
  const hours = days.map(({ startsAt, endsAt }) => sayDay(startsAt, endsAt))
  return [...(days.length > 0 ? hours : ['No date yet']), whereOf(event)]
}

/** Folded; nothing for an event of one session. */
export const Programme = ({ event }: { event: EventDetails }) =>
  daysOf(event.sessions).length < 2 &&
  programmeOf(event.sessions, undefined, event.breaks).length === 0 &&
  event.calledOff.length === 0 ? null : (
    <Details summary="Programme">
      <Times event={event} />
    </Details>
  )

/** The top of a form for an event: its date and what decides, with the programme folded. */
export const EventHead = ({ title, event, school, channel, checked }: EventHeadProps) => {
  const start = firstStart(event)
  return (
    <>
      <PageHead
        title={title}
        caption={event.title}
        day={start && londonDay(start)}
        facts={[
          ...timeAndPlace(event),
          school ? schoolLabel(school) : undefined,
          checked ? undefined : sayPlaces(event, school, channel === 'organiser' ? 'the school' : undefined),
        ]}
      />
      <Programme event={event} />
    </>
  )
}

type BookedEventProps = {
  event: EventDetails
  school?: BookingSchool | undefined
  channel?: Channel | undefined
}

type EventHeadProps = BookedEventProps & {
  title: string
  /** What is left was said where it was typed. */
  checked?: true
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
