import { Button, TextField } from '#base/web/field.tsx'
import { Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { allPlaces, type EventDetails } from '#events/events/event.ts'
import { HiddenValues } from './event-form.tsx'

/** Everybody in the room is moved online: what it does. */
export const AllOnlinePage = ({ event }: { event: EventDetails }) => (
  <Page>
    <Title>Move everyone online</Title>
    <P>
      For snow, or a venue that is lost. {counted(event.taken - event.takenOnline, 'place')} in the room{' '}
      {event.takenOnline > 0 ? `and ${counted(event.takenOnline, 'place')} online ` : ''}
      become places online, with the same people and the same times. Each person’s calendar entry is replaced by one with the link to join.
      What was booked keeps its price. Schools that wait go on waiting, now for online.
    </P>
    <P>
      The next page shows who is sent what, before anything is changed. To bring people back to a room later, change the event again: it is
      a further change, and everyone is told of that too.
    </P>
    <form method="post" action={`/organiser/events/${event.code}/edit`} novalidate>
      <HiddenValues sent={{ attendanceMode: 'online' }} version={event.version} />
      <TextField name="joiningLink" label="Joining link" hint="Only those with a place see it." type="url" value={event.joiningLink} />
      <TextField
        name="capacity"
        label="Number of places online"
        hint="No fewer than are taken, on offer and reserved"
        inputmode="numeric"
        value={String(Math.max(allPlaces(event), event.taken + event.heldBack))}
        width={5}
      />
      <Button name="do" value="save">
        See who is sent what
      </Button>
    </form>
    <P>
      <Link href={`/organiser/events/${event.code}`}>Leave the event as it is</Link>
    </P>
  </Page>
)
