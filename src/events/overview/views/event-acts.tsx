import { londonDay } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { type BookingState, type EventDetails, type EventSession, firstStart } from '#events/events/event.ts'

type ActProps = { event: EventDetails; act: string; children: string; kind?: 'secondary' | 'warning' }

/** A press of an event that asks nothing. */
export const Act = ({ event, act, children, kind }: ActProps) => (
  <form method="post" action={`/organiser/events/${event.code}/${act}`}>
    <input type="hidden" name="version" value={String(event.version)} />
    <Button {...(kind ? { kind } : {})}>{children}</Button>
  </form>
)

type LinkButtonProps = { href: string; children: string; kind?: 'secondary' | 'warning' | undefined }

export const LinkButton = ({ href, children, kind }: LinkButtonProps) => (
  <a href={href} class={`govuk-button${kind ? ` govuk-button--${kind}` : ''}`} draggable={false} data-module="govuk-button">
    {children}
  </a>
)

type EventActsProps = {
  event: EventDetails
  state: BookingState
  /** Nothing is missing to publish it. */
  isReady: boolean
  isLate: boolean
  /** One of its registers is signed off. */
  isClosed: boolean
  now: Date
}

const isOn = ({ sessions }: { sessions: readonly EventSession[] }, now: Date): boolean =>
  sessions.some(({ startsAt }) => londonDay(startsAt) === londonDay(now))

/** What an organiser does with an event as it is now: at most three, the first as the main one. */
export const EventActs = ({ event, state, isReady, isLate, isClosed, now }: EventActsProps) => {
  const at = `/organiser/events/${event.code}`
  const isToday = event.state === 'published' && isOn(event, now)
  const isBookable = state === 'open' || state === 'full' || state === 'not_open_yet'
  return (
    <div class="muster-event-actions muster-no-print">
      {state === 'draft' && isReady ? (
        <Act event={event} act="publication">
          {isLate ? 'Publish late' : 'Publish'}
        </Act>
      ) : null}
      {state === 'draft' ? (
        <LinkButton href={`${at}/preview`} kind="secondary">
          Preview
        </LinkButton>
      ) : null}
      {isToday ? <LinkButton href={`/door/${event.code}`}>See who has come</LinkButton> : null}
      {isBookable ? (
        <>
          <LinkButton href={`${at}/invite`} kind={isToday ? 'secondary' : undefined}>
            Invite schools
          </LinkButton>
          <Act event={event} act="booking-closure" kind="secondary">
            Close booking
          </Act>
        </>
      ) : null}
      {state === 'closed' && event.bookingClosedAt && firstStart(event) ? (
        <Act event={event} act="booking-reopening" kind="secondary">
          Reopen booking
        </Act>
      ) : null}
      {isClosed ? (
        <LinkButton href={`${at}/correction`} kind="secondary">
          Correct the record
        </LinkButton>
      ) : null}
      {state === 'cancelled' || (isToday && isBookable) ? null : (
        <LinkButton href={`${at}/edit`} kind={state === 'draft' && !isReady ? undefined : 'secondary'}>
          Change
        </LinkButton>
      )}
    </div>
  )
}
