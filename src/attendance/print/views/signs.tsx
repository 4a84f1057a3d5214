import { sayLongDay, sayTime } from '#base/dates.ts'
import { Link, P } from '#base/web/page-parts.tsx'
import { Letterhead, type Maker } from '#base/web/sheet.tsx'
import { type Pack, perRoom } from '../pack.ts'
import { Printed } from './frame.tsx'

export const RoomSignsPage = ({ event, maker }: Pack & { maker: Maker }) => {
  const rooms = perRoom(event)
  const days = new Set(event.sessions.map(({ startsAt }) => sayLongDay(startsAt)))
  return (
    <Printed event={event} maker={maker} part="rooms">
      {rooms.length === 0 ? (
        <P>
          No part of the programme says in which room it is.{' '}
          <Link href={`/organiser/events/${event.code}/edit`}>Say where each part takes place</Link>
        </P>
      ) : null}
      {rooms.map(({ room, sessions }) => (
        <section class="muster-sign muster-new-page">
          <Letterhead maker={maker} />
          <h2 class="muster-break">{room}</h2>
          <ul>
            {sessions.map((session) => (
              <li class="muster-break">
                <span>
                  {days.size > 1 ? `${sayLongDay(session.startsAt)}, ` : ''}
                  {sayTime(session.startsAt)} to {sayTime(session.endsAt)}
                </span>
                <strong>{session.title || event.title}</strong>
                {session.speakers ? <span class="muster-lines">{session.speakers}</span> : null}
              </li>
            ))}
          </ul>
          <p class="govuk-body">{event.title}</p>
        </section>
      ))}
    </Printed>
  )
}
