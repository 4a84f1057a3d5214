import type { Child } from 'hono/jsx'
import { sayWhen } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Bullets, Link, P, Page } from '#base/web/page-parts.tsx'
import { counted, listed, plural } from '#base/words.ts'
import type { EventSession } from '#events/events/event.ts'
import { sayLeft } from '#events/events/workshop.ts'
import { type MovePlan, type PeopleList, sayPerson, type WorkshopPerson } from '../plan.ts'

/** Why these people cannot all go there, and what to do; undefined when they can. */
export const sayUnmovable = ({ moving, clashing, room }: MovePlan, to: EventSession): string | undefined => {
  if (clashing.length > 0) {
    const names = clashing.slice(0, 5).map(({ person, with: other }) => `${sayPerson(person)} (“${other.title}”)`)
    const more = clashing.length > 5 ? ` and ${clashing.length - 5} more` : ''
    return `${listed(names)}${more} ${plural(clashing.length, 'has', 'have')} another workshop at the time of “${to.title}”. Take them out, or move them from that one first`
  }
  if (room === undefined || moving.length <= room) return undefined
  return room === 0
    ? `None of the ${moving.length} you chose fit: “${to.title}” is full. Give it more places first, or choose another workshop`
    : `Only ${room} of the ${moving.length} you chose fit: “${to.title}” has ${counted(room, 'place')} left. Choose ${room}, or give it more places first`
}

/** A workshop's people, with a form to move them. */
export const PeoplePage = ({ list: { event, workshop, people }, form }: { list: PeopleList; form: Child }) => (
  <>
    {workshop ? (
      <P>
        {sayWhen(workshop.startsAt, workshop.endsAt)}.{' '}
        {workshop.capacity === null ? `${counted(workshop.chosen, 'person', 'people')}, no limit` : sayLeft(workshop)}.
      </P>
    ) : null}
    {people.length === 0 ? null : (
      <P>
        <Link
          href={`/organiser/mailings/new?of=event&event=${event.code}&who=${workshop ? `delegates&workshop=${workshop.id}` : 'unchosen'}`}
        >
          {workshop ? 'Write to those of this workshop' : 'Write to those who have not chosen all their workshops'}
        </Link>
      </P>
    )}
    {people.length === 0 ? <P>{workshop ? 'Nobody has chosen this workshop.' : 'Everyone with a place has chosen.'}</P> : form}
  </>
)

/** Confirms a move: who, and what they are sent. */
export const ConfirmMovePage = ({ list, people, to }: { list: PeopleList; people: readonly WorkshopPerson[]; to: EventSession }) => {
  const { event, number, workshop } = list
  const at = `/organiser/events/${event.code}/workshops/people?${workshop ? `workshop=${workshop.id}` : `block=${number}`}`
  return (
    <Page>
      <span class="govuk-caption-l muster-break">{event.title}</span>
      <h1 class="govuk-heading-l muster-break">
        {workshop ? 'Move' : 'Put'} {counted(people.length, 'person', 'people')} {workshop ? `from “${workshop.title}” to` : 'into'} “
        {to.title}”
      </h1>
      <P>
        They fit.{' '}
        {event.calendarEntries === 'day'
          ? 'Each of them gets an update of the entry for the day in their calendar.'
          : workshop
            ? 'Each of them gets two messages: one takes the old entry out of their calendar, the other puts the new one in.'
            : 'Each of them gets an entry for their calendar.'}{' '}
        Their school sees it on the page of the booking.
      </P>
      <Bullets>
        {people.map((person) => (
          <li class="muster-break">
            {sayPerson(person)}, {person.school}
          </li>
        ))}
      </Bullets>
      <form method="post" action={at}>
        <input type="hidden" name="to" value={to.id} />
        <input type="hidden" name="confirmed" value="yes" />
        {people.map((person) => (
          <input type="hidden" name="place" value={person.id} />
        ))}
        <div class="govuk-button-group">
          <Button>{workshop ? 'Move them' : 'Put them in'}</Button>
          <Link href={at}>Leave them where they are</Link>
        </div>
      </form>
    </Page>
  )
}
