import { sayLongDay, sayTime } from '#base/dates.ts'
import { P } from '#base/web/page-parts.tsx'
import { Letterhead, type Maker, PrintHint } from '#base/web/sheet.tsx'
import { daysOf, roomOf } from '#calendars/invites/invite.ts'
import type { EventSession } from '#events/events/event.ts'
import { dayItems, type ProgrammeItem } from '#events/events/programme.ts'
import { venueLine } from '#events/events/views/words.tsx'
import type { Pack } from '../pack.ts'

const hours = ({ startsAt, endsAt }: Pick<EventSession, 'startsAt' | 'endsAt'>): string => `${sayTime(startsAt)} to ${sayTime(endsAt)}`

const What = ({ session, title, times }: { session: EventSession; title: string; times?: string }) => (
  <div>
    <strong>{session.title || title}</strong>
    {[times, roomOf(session)].filter(Boolean).map((fact) => (
      <span>{fact}</span>
    ))}
    {session.speakers ? <div class="muster-lines">{session.speakers}</div> : null}
  </div>
)

const Cell = ({ item, title }: { item: ProgrammeItem; title: string }) => {
  if (item.kind === 'break') return <>{item.title}</>
  if (item.kind === 'session') return <What session={item.session} title={title} />
  return (
    <>
      <div class="muster-timetable__block">{item.block}</div>
      {item.workshops.map((workshop) => (
        <What session={workshop} title={title} times={hours(workshop) === hours(item) ? '' : hours(workshop)} />
      ))}
    </>
  )
}

/** The programme as a timetable for everybody, on a sheet of A4. */
export const ProgrammePage = ({ event, maker }: Pack & { maker: Maker }) => {
  const days = dayItems(event)
  const [only, ...more] = daysOf(event.sessions)
  return (
    <div class="muster-sheet muster-timetable">
      <PrintHint>It shows the programme as it is now.</PrintHint>
      <Letterhead maker={maker} />
      <h1 class="govuk-heading-l muster-break">
        {event.title}
        <span class="govuk-visually-hidden">: programme</span>
      </h1>
      {event.state === 'cancelled' ? <p class="govuk-body govuk-!-font-weight-bold">This event is cancelled.</p> : null}
      <p class="govuk-body muster-timetable__when">
        {[only && more.length === 0 ? `${sayLongDay(only.startsAt)}, ${hours(only)}` : '', venueLine(event)].filter(Boolean).map((line) => (
          <span>{line}</span>
        ))}
      </p>
      {days.length === 0 ? <P>The programme has no parts yet.</P> : null}
      {days.map(({ day, items }) => (
        <table>
          <caption class={days.length > 1 ? undefined : 'govuk-visually-hidden'}>{sayLongDay(day)}</caption>
          <thead class="govuk-visually-hidden">
            <tr>
              <th scope="col">Time</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr class={item.kind === 'break' ? 'muster-timetable__break' : undefined}>
                <th scope="row">{hours(item)}</th>
                <td class="muster-break">
                  <Cell item={item} title={event.title} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  )
}
