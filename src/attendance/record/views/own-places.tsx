import { type Day, type Instant, londonDay, sayLongDay, sayTime, sayWhen } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { DateBlock, Facts, sayCountdown } from '#base/web/page-head.tsx'
import { Heading, Link, P, Tag, VisuallyHidden } from '#base/web/page-parts.tsx'
import type { ToldForPlace } from '#booking/needs/own-place.ts'
import type { OwnLine } from '#people/people/person.ts'

const Told = ({ told }: { told: ToldForPlace }) =>
  told.answer ? (
    <>
      Access: <span class="muster-break muster-lines">{told.answer}</span>{' '}
      {told.isDone ? <Tag colour="green">Done</Tag> : 'We are arranging it.'}
    </>
  ) : told.answerBy ? (
    <>Access: not answered yet, due by {sayLongDay(told.answerBy)}.</>
  ) : told.isTold ? (
    <>You have told us what you need.</>
  ) : null

const hours = ({ startsAt, endsAt }: OwnLine): string =>
  londonDay(startsAt) === londonDay(endsAt) ? `${sayTime(startsAt)} to ${sayTime(endsAt)}` : sayWhen(startsAt, endsAt)

const sayFar = (day: Day, today: Day): string => (day < today ? 'now' : sayCountdown(day, today))

const Place = ({ line, told, today, first }: { line: OwnLine; told: ToldForPlace | undefined; today: Day; first: boolean }) => {
  const day = londonDay(line.startsAt)
  const of = <VisuallyHidden> at {line.title}</VisuallyHidden>
  return (
    <li class="muster-event">
      <DateBlock day={day} />
      <div class="muster-event__what">
        <div class="muster-event__title">
          <h3 class="govuk-heading-s">
            <Link href={`/events/${line.eventCode}`}>{line.title}</Link>
          </h3>
          <Tag colour="green">Booked</Tag>
        </div>
        <Facts facts={[hours(line), told?.venue, sayFar(day, today), [line.schoolName, line.role].filter(Boolean).join(', ')]} />
        <div class="muster-no-print">{told ? <Told told={told} /> : null}</div>
      </div>
      <form method="post" action={`/account/places/${line.id}`} class="muster-event__places muster-no-print">
        <Button {...(first ? {} : { kind: 'secondary' as const })}>Open your place{of}</Button>
        <Button kind="secondary" name="to" value="needs">
          Food and access{of}
        </Button>
      </form>
    </li>
  )
}

type OwnPlacesProps = { coming: readonly OwnLine[]; told: readonly ToldForPlace[]; now: Instant }

/** Places at events that are not over, the next first. */
export const OwnPlaces = ({ coming, told, now }: OwnPlacesProps) => (
  <>
    <Heading>Your places</Heading>
    {coming.length === 0 ? (
      <P>
        You have no place at an event to come. <Link href="/events">See the events</Link>: your school books for you.
      </P>
    ) : (
      <>
        <ul class="muster-events">
          {coming.map((line, n) => (
            <Place line={line} told={told.find(({ placeId }) => placeId === line.id)} today={londonDay(now)} first={n === 0} />
          ))}
        </ul>
        <p class="govuk-body muster-no-print">
          <Link href="/account/calendar">Subscribe to all your places in your calendar</Link>
        </p>
      </>
    )}
  </>
)
