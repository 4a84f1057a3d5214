import { sayWhen } from '#base/dates.ts'
import { Button, type Problems, TextField } from '#base/web/field.tsx'
import { Bullets, ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { sayCalledOff } from '#calendars/invites/called-off.ts'
import type { EventDetails, EventSession } from '#events/events/event.ts'
import type { Difference, RecipientGroups } from '#events/events/recipient.ts'
import { DifferenceTable, RecipientsList } from '#events/events/views/recipients.tsx'
import { WorkshopWarnings } from '#events/events/views/workshops.tsx'

type Of = { event: EventDetails; session: EventSession }

const pathOf = ({ event, session }: Of, step: string): string => `/organiser/events/${event.code}/sessions/${session.id}/${step}`

export const KeepIt = ({ event }: Pick<Of, 'event'>) => (
  <P>
    <Link href={`/organiser/events/${event.code}`}>Leave the event as it is</Link>
  </P>
)

/** What calling off a session does. */
export const AboutCallingOff = ({ event, session, isOver }: Of & { isOver: boolean }) => (
  <>
    <p class="govuk-body muster-break">{sayCalledOff(event, session)}</p>
    <P>The event goes on without this session:</P>
    <Bullets>
      <li>
        {isOver
          ? 'it would be over by now, so nobody is sent a message'
          : 'everyone whom it concerns is sent one message, and their calendar is put right; you see all of it before it goes out'}
      </li>
      <li>nobody is marked at it any more, and its register does not have to be signed off</li>
      <li>nobody is charged for not having been there, and bookings are kept</li>
      {session.block && session.chosen > 0 ? (
        <li>{counted(session.chosen, 'person who has chosen it chooses', 'people who have chosen it choose')} again</li>
      ) : null}
      <li>its name stays on the pages of the event, struck through and marked “called off”</li>
    </Bullets>
    <P>This cannot be undone. If it takes place after all, add it to the event as a new session: everyone is then told of that one.</P>
  </>
)

type ConfirmCallOffPageProps = Of & {
  why: string
  /** The event without the session. */
  after: EventDetails
  differences: readonly Difference[]
  recipients: RecipientGroups
  /** If a day's hours change: last day of free cancelling, and bookings with terms. */
  free: { day: string; bookings: number } | undefined
  problems?: Problems | undefined
}

/** Confirms calling off a session: who is sent what, with a preview. */
export const ConfirmCallOffPage = ({ event, session, recipients, free, ...of }: ConfirmCallOffPageProps) => (
  <Page>
    <ErrorSummary problems={of.problems} />
    <Title>
      {recipients.messages === 0
        ? 'Call the session off? Nobody will be sent anything'
        : `Call the session off and send ${counted(recipients.messages, 'message')}?`}
    </Title>
    <P>
      {session.title ? `“${session.title}”, ` : ''}
      {sayWhen(session.startsAt, session.endsAt)}. This cannot be undone.
    </P>
    <DifferenceTable differences={of.differences} />
    {session.block ? <WorkshopWarnings event={of.after} /> : null}
    <RecipientsList recipients={recipients} />
    <form method="post" action={pathOf({ event, session }, 'calling-off')}>
      <input type="hidden" name="version" value={String(event.version)} />
      <input type="hidden" name="why" value={of.why} />
      <input type="hidden" name="confirmed" value="yes" />
      {free ? (
        <TextField
          name="freeUntil"
          label="May be cancelled free of charge until the end of"
          hint={`The hours of the day change, and ${counted(free.bookings, 'booking')} accepted terms of cancelling. The message gives this day where it is later than their terms allow; else, and where this is empty, the day of their terms.`}
          type="date"
          value={free.day}
          problems={of.problems}
        />
      ) : null}
      <div class="govuk-button-group">
        <Button kind="warning" name="do" value="call-off">
          Call it off
        </Button>
        <Button kind="secondary" name="do" value="back">
          Change the reason
        </Button>
      </div>
    </form>
    <KeepIt event={event} />
  </Page>
)
