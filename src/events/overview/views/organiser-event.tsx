import type { Child } from 'hono/jsx'
import { sayDeadline, sayInstant } from '#base/dates.ts'
import { type Task, TaskList } from '#base/web/page-head.tsx'
import { Details, Heading, Inset, Link, P, SummaryList, Tag } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { pathOfField } from '#events/editing/edit-step.ts'
import { isLate, missingToPublish } from '#events/events/draft.ts'
import { bookingState, type EventDetails, eventFor, isMixed, isOfOneSchool, onePrice, waysTo } from '#events/events/event.ts'
import type { Reach } from '#events/events/list-scope.ts'
import { type CountsTowards, isSaid, sayCountsTowards, sayUnsaid } from '#events/events/requirement.ts'
import { Filled } from '#events/events/views/places.tsx'
import { attendanceTitles, missingWords } from '#events/events/views/words.tsx'
import { Paragraphs } from '#events/finding/views/event-page.tsx'
import { type PriceList, priceLabel } from '#money/prices/price.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { type EventToDo, tasksOf } from '../event-to-do.ts'
import type { BookedRow } from '../picture.ts'
import { type EventNearby, publishChecks } from '../publish-check.ts'
import { AutomaticLink } from './automatic-link.tsx'
import { EventActs } from './event-acts.tsx'
import { BookedChart, WorkshopsFilled } from './event-pictures.tsx'

type OrganiserEventProps = {
  event: EventDetails
  reach: Reach
  toDo: EventToDo & { nearby: readonly EventNearby[] }
  signedOff: readonly string[]
  cancelling: Accepted
  prices: PriceList | undefined
  counts: readonly CountsTowards[]
  off: readonly string[]
  booked: readonly BookedRow[]
  now: Date
}

/** What calendars answered, which changes no place; undefined without answers. */
const sayAnswers = ({ said: { accepted, declined, tentative } }: Reach): string | undefined =>
  accepted + declined + tentative === 0
    ? undefined
    : `Yes ${sayNumber(accepted)} · No ${sayNumber(declined)} · Perhaps ${sayNumber(tentative)}`

const untilEvent = (at: string | null): string | undefined => (at === null ? undefined : sayDeadline(at))

export const OrganiserEventPage = (known: OrganiserEventProps) => {
  const { event, reach, signedOff, prices, counts, off, now } = known
  const state = bookingState(event, event.taken, now)
  const lacks = event.state === 'draft' ? missingToPublish(event, now) : []
  const late = event.state === 'draft' && isLate(event, now)
  const at = `/organiser/events/${event.code}`
  const checks = event.state === 'draft' ? publishChecks({ ...known, ...known.toDo }) : []
  const fine = checks.filter(({ isFine }) => isFine)
  const tasks: Task[] = [
    ...lacks.map((one) => ({
      href: pathOfField(event.code, missingWords[one].field),
      text: missingWords[one].sentence,
      status: <Tag colour="blue">Before publishing</Tag>,
    })),
    ...checks.filter(({ isFine }) => !isFine).map((one) => ({ ...one, status: <Tag colour="yellow">Check</Tag> })),
    ...tasksOf(known),
  ]
  return (
    <>
      {late ? (
        <Inset>
          This event has begun, so it can only be entered late. Publishing it sends nothing to anybody, and nobody can book it. Then add
          those who came on its register.
        </Inset>
      ) : null}
      {event.state === 'cancelled' ? (
        <Inset>
          <P>Cancelled {event.cancelledAt ? sayInstant(event.cancelledAt) : ''}.</P>
          <Paragraphs text={event.cancelReason ?? ''} />
        </Inset>
      ) : null}
      <EventActs event={event} state={state} isReady={lacks.length === 0} isLate={late} isClosed={signedOff.length > 0} now={now} />
      <Heading>{event.state === 'draft' ? 'Before you publish it' : 'To do'}</Heading>
      {tasks.length === 0 ? <P>Nothing to do for this event.</P> : <TaskList tasks={tasks} />}
      {fine.length === 0 ? null : (
        <Details summary={`${counted(fine.length, 'thing')} in order`}>
          <TaskList tasks={fine} />
        </Details>
      )}
      <Heading>At a glance</Heading>
      <SummaryList
        rows={[
          ...(isMixed(event) ? waysTo(event) : []).map((way): [string, Child] => [
            way === null ? '' : attendanceTitles[way],
            <Filled event={eventFor(event, way)} />,
          ]),
          ['Bookings', event.state === 'draft' ? undefined : <Link href={`${at}/bookings`}>{counted(reach.bookings, 'booking')}</Link>],
          ['Only held', reach.held > 0 ? `${counted(reach.held, 'place')} on offer, or while somebody pays` : undefined],
          [
            'Reserved',
            event.heldBack > 0 ? <Link href={`${at}/held-back`}>{counted(event.heldBack, 'place')} not taken yet</Link> : undefined,
          ],
          ['Answered in their calendar', sayAnswers(reach)],
          ['Names by', untilEvent(event.rules.namesDueAt)],
          ['Who sees it', isOfOneSchool(event) ? 'The school that asked for it, with those it named, and nobody else' : undefined],
          ['Price', prices ? priceLabel(prices) : isOfOneSchool(event) ? onePrice : 'Free of charge'],
          // What nobody has said is in the list above until it is published.
          [
            'Counts as',
            event.state === 'cancelled'
              ? undefined
              : isSaid(counts)
                ? sayCountsTowards(counts)
                : event.state === 'draft'
                  ? undefined
                  : sayUnsaid(counts),
          ],
          ['Automatic messages', <AutomaticLink event={event} off={off} />],
          ['Public page', event.publishedAt ? <Link href={`/events/${event.code}`}>/events/{event.code}</Link> : undefined],
        ]}
      />
      <div class="govuk-grid-row">
        <WorkshopsFilled event={event} />
        <BookedChart event={event} booked={known.booked} now={now} />
      </div>
    </>
  )
}
