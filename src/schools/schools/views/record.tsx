import { type Instant, sayDay, sayWhen } from '#base/dates.ts'
import { markWords, sayRecorded } from '#base/standing.ts'
import { Heading, Link, LongTable, P, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { evidenceNames, sayTraining } from '../earlier-attendance.ts'
import { outcome, type RecordedEvent, type RecordLine, recordTabsOf } from '../record.ts'
import { schoolLabel } from '../school.ts'

const Outcome = ({ line, now }: { line: RecordLine; now: Instant }) => {
  const { text, colour } = sayRecorded({ ...line, eventCancelled: line.cancelled, outcome: outcome(line) }, now)
  return (
    <>
      <Tag colour={colour}>{text}</Tag>
      {line.marks.some((mark) => mark.late) ? ' Recorded late.' : null}
      {line.marks.length > 1 && outcome(line) ? (
        <ul class="govuk-list govuk-!-margin-bottom-0">
          {line.marks.map((mark) => (
            <li>
              {mark.session || `Session ${mark.position}`}: {mark.markType ? markWords[mark.markType].toLowerCase() : 'not recorded'}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

const whence = (line: RecordLine, now: Instant): string =>
  [
    line.place?.state === 'confirmed' && line.endsAt > now && line.place.word && line.place.word !== 'comes'
      ? line.place.word === 'cannot_come'
        ? 'Says that they cannot come: send someone else, or cancel'
        : 'Says that the mail was not for them: put the name or the address right'
      : '',
    line.own ? '' : `As ${schoolLabel(line.ofSchool)}`,
    line.source === 'represented' ? `Represented by someone from ${schoolLabel(line.ofSchool)}` : '',
    line.source === 'walk_in' ? 'Came without a booking' : '',
    line.knownFrom ? `Source: ${line.knownFrom}` : '',
    line.earlier ? sayTraining(line.earlier) : '',
  ]
    .filter(Boolean)
    .join('. ')

/** Hidden from schools whose delegate they were not. */
const sayPerson = (line: RecordLine): string => {
  if (line.personName !== null) return line.personName
  if (line.place?.personId === null) return 'To be named'
  return line.source === 'earlier' && line.own ? 'Not named' : 'Name not shown'
}

const Note = ({ line, now, evidence }: { line: RecordLine; now: Instant; evidence: string | undefined }) => (
  <>
    {whence(line, now)}
    {line.earlier ? (
      <>
        {'. '}
        {evidenceNames[line.earlier.known]} by our record.{' '}
        {evidence ? (
          <Link href={`${evidence}/${line.earlier.id}`}>
            Evidence<VisuallyHidden> of {line.title}</VisuallyHidden>
          </Link>
        ) : null}
      </>
    ) : null}
  </>
)

type Readers = {
  /** Officers open no booking, and see an event as everybody does. */
  audience: 'organiser' | 'officer' | 'school'
  now: Instant
  /** Where officers check evidence of training elsewhere; undefined: other readers. */
  evidence?: string | undefined
}

const Line = ({ line, audience, now, evidence }: Readers & { line: RecordLine }) => {
  const entries = audience === 'school' ? [] : line.marks.flatMap(({ entry }) => entry ?? [])
  return (
    <li>
      {sayPerson(line)}
      {line.roleLabel ? `, ${line.roleLabel}` : ''} <Outcome line={line} now={now} /> <Note line={line} now={now} evidence={evidence} />
      {entries.map((entry) => (
        <>
          {' '}
          <Link href={`/log/entries/${entry}${evidence ? '/row' : ''}`}>Entry {sayNumber(entry)}</Link>
        </>
      ))}
    </li>
  )
}

const EventCell = ({ event, audience }: Pick<Readers, 'audience'> & { event: RecordedEvent }) => {
  const references = [...new Set(event.lines.flatMap((line) => (line.reference && line.own ? [line.reference] : [])))]
  return (
    <>
      {event.code ? <Link href={`${audience === 'organiser' ? '/organiser' : ''}/events/${event.code}`}>{event.title}</Link> : event.title}{' '}
      {event.cancelled ? <Tag colour="grey">Cancelled</Tag> : null}
      {references.map((reference) => (
        <div class="govuk-!-margin-top-1">
          {audience === 'officer' ? `Booking ${reference}` : <Link href={`/bookings/${reference}`}>Booking {reference}</Link>}
        </div>
      ))}
    </>
  )
}

const shownFirst = 8

type ShelfProps = Readers & {
  heading: string
  events: readonly RecordedEvent[]
  /** Shown when there are none; undefined: no heading either. */
  empty?: string
  about?: string
}

const Shelf = ({ heading, events, empty, about, ...rest }: ShelfProps) =>
  events.length === 0 && empty === undefined ? null : (
    <>
      <Heading>{heading}</Heading>
      {about ? <P>{about}</P> : null}
      {events.length === 0 ? (
        <P>{empty}</P>
      ) : (
        <LongTable
          dense
          first={shownFirst}
          of="events"
          caption={heading}
          captionClass="govuk-visually-hidden"
          columns={['Event', 'When', 'Who, and what is recorded']}
          rows={events.map((event) => [
            <EventCell event={event} audience={rest.audience} />,
            event.startsAt.length === 10 ? sayDay(event.startsAt) : sayWhen(event.startsAt, event.endsAt),
            <ul class="govuk-list govuk-!-margin-bottom-0">
              {event.lines.map((line) => (
                <Line line={line} {...rest} />
              ))}
            </ul>,
          ])}
        />
      )}
    </>
  )

type RecordOfEventsProps = Readers & { lines: readonly RecordLine[]; emptyPast: string }

/** Confirmed, uncertain, cancelled and past. `emptyPast` explains an empty past. */
export const RecordOfEvents = ({ lines, emptyPast, ...rest }: RecordOfEventsProps) => {
  const { coming, open, ended, past } = recordTabsOf(lines, rest.now)
  return (
    <>
      <Shelf heading="Coming up" events={coming} empty="Nothing is booked." {...rest} />
      <Shelf heading="Not certain yet" events={open} about="Nobody has a place here until it says “Booked”." {...rest} />
      <Shelf heading="Cancelled or released" events={ended} {...rest} />
      <Shelf heading="Booked and attended before" events={past} empty={emptyPast} {...rest} />
    </>
  )
}
