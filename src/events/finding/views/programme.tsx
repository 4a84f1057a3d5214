import type { Child } from 'hono/jsx'
import { sayDeadline, sayLongDay, sayTime } from '#base/dates.ts'
import { Heading, P } from '#base/web/page-parts.tsx'
import { roomOf } from '#calendars/invites/invite.ts'
import type { EventDetails, EventSession } from '#events/events/event.ts'
import { dayItems, type ProgrammeItem } from '#events/events/programme.ts'
import { sayLeft } from '#events/events/workshop.ts'

/** What is shown below each part, on a page that has the heading itself. */
type Beside = (session: EventSession) => Child

type WordsProps = { session: EventSession; facts?: readonly string[]; beside: Beside | undefined }

const Words = ({ session, facts = [], beside }: WordsProps) => (
  <>
    <span class="muster-also muster-break">{[...facts, roomOf(session)].filter(Boolean).join(', ')}</span>
    {session.speakers ? <span class="muster-also muster-lines muster-break">{session.speakers}</span> : null}
    {session.about ? <p class="govuk-body-s muster-lines muster-break govuk-!-margin-bottom-1">{session.about}</p> : null}
    {beside?.(session)}
  </>
)

const hours = ({ startsAt, endsAt }: Pick<EventSession, 'startsAt' | 'endsAt'>) => `${sayTime(startsAt)} to ${sayTime(endsAt)}`

const What = ({ item, beside }: { item: ProgrammeItem; beside: Beside | undefined }) => {
  if (item.kind === 'break') return <span class="muster-break">{item.title}</span>
  if (item.kind === 'session')
    return (
      <>
        <strong class="muster-break">{item.session.title || 'Together'}</strong>
        <Words session={item.session} beside={beside} />
      </>
    )
  return (
    <>
      <span class="muster-break">{item.block}: each person chooses one</span>
      <ul class="govuk-list govuk-list--bullet govuk-!-margin-top-2 govuk-!-margin-bottom-0">
        {item.workshops.map((workshop) => (
          <li class="muster-break">
            <strong>{workshop.title}</strong>
            <Words
              session={workshop}
              beside={beside}
              facts={[hours(workshop) === hours(item) ? '' : hours(workshop), workshop.capacity === null ? '' : sayLeft(workshop)]}
            />
          </li>
        ))}
      </ul>
    </>
  )
}

/** The whole programme by time, with breaks, rooms, speakers, and what is left of each workshop. */
type ProgrammeProps = { event: Pick<EventDetails, 'sessions' | 'breaks' | 'rules'>; beside?: Beside }

export const Programme = ({ event, beside }: ProgrammeProps) => {
  const days = dayItems(event)
  if (days.length === 0) return null
  return (
    <>
      {beside ? null : <Heading id="programme">Programme</Heading>}
      {event.sessions.some(({ block }) => block) ? (
        <P>
          Each person chooses one workshop of each block once they have a place
          {event.rules.choicesCloseAt
            ? `, and can change it until ${sayDeadline(event.rules.choicesCloseAt)}`
            : ', and can change it until the event begins'}
          .
        </P>
      ) : null}
      {days.map(({ day, items }) => (
        <table class="govuk-table muster-programme">
          <caption class={days.length > 1 ? 'govuk-table__caption govuk-table__caption--s' : 'govuk-visually-hidden'}>
            {sayLongDay(day)}
          </caption>
          <thead class="govuk-visually-hidden">
            <tr>
              <th scope="col">Time</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody class="govuk-table__body">
            {items.map((item) => (
              <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header govuk-!-font-weight-regular">
                  {hours(item)}
                </th>
                <td class="govuk-table__cell">
                  <What item={item} beside={beside} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </>
  )
}
