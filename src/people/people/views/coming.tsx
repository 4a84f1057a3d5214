import { type Instant, sayWhen } from '#base/dates.ts'
import { isCertain, standingOf } from '#base/standing.ts'
import { Button } from '#base/web/field.tsx'
import { Heading, Link, P, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { OwnLine } from '../person.ts'

/** Places that somebody has for certain at events that are not over. */
export const isComing = (line: OwnLine, now: Instant): boolean =>
  line.place !== null && !line.cancelled && line.endsAt > now && isCertain(standingOf(line.place, now))

/** The next first. @param asked whether they have still to say that another record is theirs */
export const Coming = ({ lines, now, asked }: { lines: readonly OwnLine[]; now: Instant; asked: boolean }) => {
  const coming = lines.filter((line) => isComing(line, now)).toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
  if (asked && coming.length === 0) return null
  return (
    <>
      <Heading>Your coming places</Heading>
      {coming.length === 0 ? (
        <P>
          You have no place at an event to come. <Link href="/events">See the events</Link>: your school books for you.
        </P>
      ) : (
        <ul class="muster-card-list govuk-!-margin-bottom-4">
          {coming.map((line) => (
            <li>
              <h3 class="govuk-heading-s govuk-!-margin-bottom-1">
                <Link href={`/events/${line.eventCode}`}>{line.title}</Link> <Tag colour="green">Booked</Tag>
              </h3>
              <P>
                {sayWhen(line.startsAt, line.endsAt)}
                <br />
                {[line.schoolName, line.role].filter(Boolean).join(', ')}
              </P>
              <form method="post" action={`/account/places/${line.id}`} class="muster-no-print">
                <Button kind="secondary">
                  Open your place<VisuallyHidden> at {line.title}</VisuallyHidden>
                </Button>
              </form>
            </li>
          ))}
        </ul>
      )}
      {coming.length > 0 ? (
        <P>
          On the page of a place you see the programme and where it is, add it to your calendar, answer any questions from the organiser,
          say what you need on the day, or say that you cannot come.{' '}
          <Link href="/account/calendar">Subscribe to all your places in your calendar</Link>
        </P>
      ) : null}
    </>
  )
}
