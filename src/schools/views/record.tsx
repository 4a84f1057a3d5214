import { sayDay, sayWhen } from '../../dates.ts'
import { Table, Tag, type TagColour } from '../../web/page-parts.tsx'
import { byEvent, marksSaid, outcome, type RecordedEvent, type RecordLine, type What } from '../record.ts'
import { schoolLabel } from '../school.ts'

const colours: Record<What, TagColour> = { attended: 'green', part: 'teal', absent: 'red', apologies: 'yellow' }

const Outcome = ({ line, coming }: { line: RecordLine; coming: boolean }) => {
  const what = outcome(line)
  if (line.placeState === 'cancelled') return <Tag colour="grey">Place cancelled</Tag>
  if (line.cancelled) return <Tag colour="grey">Event cancelled</Tag>
  if (!what) return <>{line.placeState === 'held' ? 'Place held' : coming ? 'Place booked' : 'Not recorded'}</>
  const several = line.marks.length > 1
  return (
    <>
      <Tag colour={colours[what]}>{marksSaid[what]}</Tag>
      {line.marks.some((mark) => mark.late) ? <span class="govuk-hint govuk-!-margin-bottom-0">Recorded late</span> : null}
      {several ? (
        <ul class="govuk-list govuk-!-margin-bottom-0">
          {line.marks.map((mark) => (
            <li>
              {mark.session || `Session ${mark.position}`}: {mark.what ? marksSaid[mark.what].toLowerCase() : 'not recorded'}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

const whence = (line: RecordLine): string =>
  [
    line.own ? '' : `As ${schoolLabel(line.ofSchool)}`,
    line.source === 'represented' ? `Represented by someone from ${schoolLabel(line.ofSchool)}` : '',
    line.source === 'walk_in' ? 'Came without a booking' : '',
    line.knownFrom ? `Source: ${line.knownFrom}` : '',
  ]
    .filter(Boolean)
    .join('. ')

const EventOfRecord = ({ event, audience, coming }: { event: RecordedEvent; audience: 'organiser' | 'school'; coming: boolean }) => {
  const noted = event.lines.some((line) => whence(line) !== '')
  const references = [...new Set(event.lines.flatMap((line) => (line.reference && line.own ? [line.reference] : [])))]
  return (
    <li>
      <h3 class="govuk-heading-s govuk-!-margin-bottom-1">
        {event.code ? (
          <a class="govuk-link" href={`${audience === 'organiser' ? '/organiser' : ''}/events/${event.code}`}>
            {event.title}
          </a>
        ) : (
          event.title
        )}{' '}
        {event.cancelled ? <Tag colour="grey">Cancelled</Tag> : null}
      </h3>
      <p class="govuk-body">{event.startsAt.length === 10 ? sayDay(event.startsAt) : sayWhen(event.startsAt, event.endsAt)}</p>
      <Table
        caption={`People at ${event.title}, ${sayDay(event.startsAt)}`}
        captionClass="govuk-visually-hidden"
        columns={['Person', 'Role', 'Recorded', ...(noted ? ['Note'] : [])]}
        rows={event.lines.map((line) => [
          line.personName ?? (line.source === 'earlier' && line.own ? 'Not named' : 'Name not shown'),
          line.roleLabel ?? '',
          <Outcome line={line} coming={coming} />,
          ...(noted ? [whence(line)] : []),
        ])}
      />
      {references.length > 0 ? (
        <p class="govuk-body">
          {references.map((reference) => (
            <>
              <a class="govuk-link" href={`/bookings/${reference}`}>
                Booking {reference}
              </a>{' '}
            </>
          ))}
        </p>
      ) : null}
    </li>
  )
}

/** Upcoming and past events of a school. `now` is an instant; `empty` says what it means that there are none. */
export const RecordOfEvents = ({
  lines,
  now,
  audience,
  emptyPast,
}: {
  lines: readonly RecordLine[]
  now: string
  audience: 'organiser' | 'school'
  emptyPast: string
}) => {
  const events = byEvent(lines)
  const upcoming = events.filter((event) => event.endsAt.length > 10 && event.endsAt > now).reverse()
  const past = events.filter((event) => !upcoming.includes(event))
  return (
    <>
      <h2 class="govuk-heading-m">Coming up</h2>
      {upcoming.length === 0 ? <p class="govuk-body">Nothing is booked.</p> : null}
      <ul class="muster-card-list govuk-!-margin-bottom-6">
        {upcoming.map((event) => (
          <EventOfRecord event={event} audience={audience} coming />
        ))}
      </ul>
      <h2 class="govuk-heading-m">Booked and attended before</h2>
      {past.length === 0 ? <p class="govuk-body">{emptyPast}</p> : null}
      <ul class="muster-card-list govuk-!-margin-bottom-6">
        {past.map((event) => (
          <EventOfRecord event={event} audience={audience} coming={false} />
        ))}
      </ul>
    </>
  )
}
