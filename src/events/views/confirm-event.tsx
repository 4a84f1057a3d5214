import { Button, type Problems, TextArea, TextField } from '../../web/field.tsx'
import { ErrorSummary } from '../../web/page-parts.tsx'
import { type EventDraft, type Seen, turned } from '../draft.ts'
import type { EventDetails } from '../event.ts'
import type { EventValues } from '../forms.ts'
import type { Reach } from '../shelf.ts'
import { HiddenValues } from './event-form.tsx'
import { counted, listed, seenWords } from './words.tsx'
import { WorkshopWarnings } from './workshops.tsx'

const isOnly = (changes: readonly Seen[], one: Seen): boolean => changes.every((change) => change === one)

/** Before an edit that changes what is in people's calendars: how many will hear of it, and why. */
export const ConfirmChangePage = ({
  event,
  draft,
  values,
  version,
  changes,
  people,
  free,
  problems,
}: {
  event: EventDetails
  draft: EventDraft
  values: EventValues
  version: number
  changes: readonly Seen[]
  people: number
  /** The event is moved: until the end of which day those under terms may cancel free of charge, and how many bookings these are. */
  free?: { day: string; bookings: number } | undefined
  problems?: Problems | undefined
}) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <h1 class="govuk-heading-l">
        {isOnly(changes, 'workshops')
          ? 'Those who chose the workshop will be sent an updated invitation'
          : people === 0
            ? 'The schools with a place will be told'
            : `${counted(people, 'person', 'people')} will be sent an updated invitation`}
      </h1>
      <p class="govuk-body">
        This changed: {listed(changes.map((change) => seenWords[change]))}.{' '}
        {isOnly(changes, 'workshops')
          ? 'Everyone who has chosen a workshop that changed gets a message with a new calendar entry.'
          : 'Everyone with a place gets a message with a new calendar entry.'}{' '}
        Whoever booked for them is told too.
      </p>
      {turned(event, draft).map(({ title, to }) => (
        <p class="govuk-body">
          {to === 'workshop'
            ? `“${title}” becomes a workshop. Those who have a place now keep it in their calendar as the one they chose, and can choose another; it must have room for all of them. New places choose.`
            : `“${title}” is for everyone now. All who have a place are put into it and invited, besides the workshops they have chosen.`}
        </p>
      ))}
      <WorkshopWarnings event={{ sessions: draft.sessions, capacity: draft.facts.capacity }} />
      <form method="post" action={`/organiser/events/${event.code}/edit`}>
        <HiddenValues values={values} version={version} />
        <input type="hidden" name="confirmed" value="yes" />
        {free ? (
          <TextField
            name="freeUntil"
            label="May be cancelled free of charge until the end of"
            hint={`${counted(free.bookings, 'booking')} accepted terms of cancelling. The message says until when they cost nothing because the event is moved; empty: the terms stand as they are.`}
            type="date"
            value={free.day}
            problems={problems ?? {}}
          />
        ) : null}
        <div class="govuk-button-group">
          <Button name="do" value="save">
            Save and tell {people === 1 ? 'them' : 'everyone'}
          </Button>
          <Button kind="secondary" name="do" value="back">
            Go back to the form
          </Button>
        </div>
      </form>
      <p class="govuk-body">
        <a class="govuk-link" href={`/organiser/events/${event.code}`}>
          Leave the event as it is
        </a>
      </p>
    </div>
  </div>
)

const waitingEnds = (places: number): string =>
  `${counted(places, 'place that is waited for ends', 'places that are waited for end')} too, and whoever asked is told.`

/** Before an event is cancelled: whom it concerns, and what they will be told. */
export const CancelEventPage = ({
  event,
  reach,
  reason,
  problems,
}: {
  event: EventDetails
  reach: Reach
  reason: string
  problems?: Problems
}) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l muster-break">{event.title}</span>
      <h1 class="govuk-heading-l">{event.state === 'draft' ? 'Put this draft away' : 'Cancel this event'}</h1>
      {event.state === 'draft' ? (
        <p class="govuk-body">Nobody but organisers has seen it. It moves to the cancelled events, where it can be duplicated.</p>
      ) : reach.places === 0 ? (
        <p class="govuk-body">
          {event.waiting > 0
            ? `Nobody has a place. ${waitingEnds(event.waiting)} The event’s page will say that it is cancelled.`
            : 'Nobody has a place, so nobody is told. The event’s page will say that it is cancelled.'}
        </p>
      ) : (
        <div class="govuk-warning-text">
          <span class="govuk-warning-text__icon" aria-hidden="true">
            !
          </span>
          <strong class="govuk-warning-text__text">
            <span class="govuk-visually-hidden">Warning</span>
            {counted(reach.places, 'place')} {reach.people === 0 ? 'without a name' : `of ${counted(reach.people, 'person', 'people')}`}{' '}
            from {counted(reach.schools, 'school')} will be cancelled. Everyone is told, and the event is taken out of their calendars.
            {event.waiting > 0 ? ` ${waitingEnds(event.waiting)}` : ''} This cannot be undone.
          </strong>
        </div>
      )}
      <form method="post" action={`/organiser/events/${event.code}/cancellation`} novalidate>
        <input type="hidden" name="version" value={String(event.version)} />
        {event.state === 'draft' ? null : (
          <TextArea
            name="reason"
            label="Why is it cancelled?"
            hint="These words go into the messages and onto the event’s page. Do not name anybody."
            value={reason}
            {...(problems ? { problems } : {})}
            rows={4}
          />
        )}
        <Button kind="warning">{event.state === 'draft' ? 'Put it away' : 'Cancel the event'}</Button>
      </form>
      <p class="govuk-body">
        <a class="govuk-link" href={`/organiser/events/${event.code}`}>
          Keep it
        </a>
      </p>
    </div>
  </div>
)
