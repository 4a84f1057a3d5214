import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { Link, P, Page, Title } from '#base/web/page-parts.tsx'
import type { CallOffRefusal } from '#events/events/calling-off.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { CancelRefusal } from '../cancel-event.ts'
import type { CloseRefusal, PublishRefusal, UnpublishRefusal } from '../publish-event.ts'
import type { ChangeRefusal } from '../save-event.ts'

export const NotDonePage = ({ event, heading, why }: { event: Pick<EventDetails, 'code'>; heading: string; why: string }) => (
  <Page>
    <Title>{heading}</Title>
    <P>{why}.</P>
    <P>
      <Link href={`/organiser/events/${event.code}`}>Go to the event</Link>
    </P>
  </Page>
)

export const refusalWords: Record<
  ChangeRefusal | CallOffRefusal | PublishRefusal | UnpublishRefusal | CloseRefusal | CancelRefusal,
  string
> = {
  stale: sayChanged('The event has'),
  online_below_taken: 'Enter a number of places online that is no lower than those taken and on offer',
  places_online:
    'Somebody has or waits for a place online, and a form cannot bring them all to the room. Change those places first, or leave it to each',
  capacity_below_taken: 'Enter a number of places that is no lower than those taken, on offer and reserved',
  limit_below_taken: 'Enter a number that is no lower than the places that one school has already, or leave it blank',
  session_in_use:
    'A session that people have booked or that has a register cannot be removed: it would be lost from their records. To say that it does not take place, leave it here and call it off on the page of the event',
  in_the_past:
    'Enter a time that has not passed: people have or wait for a place, so neither the event nor a part of it can be moved into the past',
  workshop_chosen:
    'People have chosen the workshop that you removed. Leave it here and call it off on the page of the event, or move them to another one first',
  workshop_below_taken:
    'Enter a number of places for the workshop that is no lower than the people who are in it, or move some of them to another one first',
  workshops_clash:
    'Some people would have two workshops of one block, or two at the same time. On the page of workshops, move them to another one first',
  incomplete: 'Something that schools need to know is missing',
  cancelled: 'The event is cancelled and can no longer be changed. Duplicate it to hold it another time',
  series_shares_topic: 'This event is one date of a series, and all its dates share the topic. Take the event out of the series first',
  register_closed:
    'A register of this event is signed off, so its title, topic, purpose, hours, level, provider and the days of what is closed stand. Put them back here; “Correct the record” on the page of the event proposes them to a second person',
  not_a_draft: 'The event is no longer a draft',
  not_published: 'The event is not published',
  has_bookings:
    'Schools have booked this event, so it cannot go back to a draft. Cancel it instead: everyone with a place is sent a message',
  closed_by_date: 'Booking has closed by its own date. Change when booking closes instead',
  cancelled_before: 'The event is cancelled already',
  no_such_session: 'The event has no such session any more. Look at it as it is now',
  called_off_before: 'The session is called off already',
  last_session: 'It is the only session that still takes place. Cancel the event instead: everyone with a place is sent a message',
  register_is_signed: 'The register of this session is signed off, so the session has taken place and cannot be called off',
  session_attended:
    'Somebody is marked as having come to this session, so it cannot be called off. If the mark is wrong, correct it in the register first',
  over: 'The event has taken place, so it cannot be cancelled',
}

/** The same as sentences. */
export const refusalSentences = Object.fromEntries(
  Object.entries(refusalWords).map(([reason, words]) => [reason, `${words}.`]),
) as typeof refusalWords

/** Shown with the edited form, which keeps what was typed. */
export const staleFormWords = sayChanged('The event has', 'saved', replaceTheirs)
