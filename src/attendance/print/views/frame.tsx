import type { Child } from 'hono/jsx'
import { sayLongDay } from '#base/dates.ts'
import { P, Title } from '#base/web/page-parts.tsx'
import { Letterhead, type Maker, PrintHint } from '#base/web/sheet.tsx'
import { dayOf, type EventDetails } from '#events/events/event.ts'
import { venueLine } from '#events/events/views/words.tsx'
import type { Part } from '../pack.ts'

export const partWords: Record<Part, { title: string; hint: string }> = {
  programme: { title: 'Programme', hint: 'A timetable of one sheet for everybody, with rooms and speakers' },
  'sign-in': { title: 'Sign-in sheet', hint: 'Everyone by last name for each day, with room to sign and rows for those without a place' },
  names: { title: 'Names from A to Z', hint: 'Everyone by last name, with school, role and workshops' },
  schools: { title: 'Names by school', hint: 'The same by school' },
  workshops: { title: 'Sheets of the workshops', hint: 'Who is in each workshop, a page for each, with room to sign' },
  rooms: { title: 'Signs for the rooms', hint: 'A page for each room, with what takes place in it' },
  badges: { title: 'Badges', hint: 'Name, role, school, workshops and rooms, and the code that is scanned at the door' },
  needs: { title: 'Needs in numbers', hint: 'How many people need what, without names' },
}

type PrintedProps = { event: EventDetails; maker: Maker; part: Part; children?: Child }

/** A page of the pack: its heading, which is printed, and how to print it, which is not. */
export const Printed = ({ event, maker, part, children }: PrintedProps) => {
  const day = dayOf(event)
  return (
    <div class="muster-sheet">
      <PrintHint />
      <div class={part === 'rooms' ? 'muster-no-print' : undefined}>
        <Letterhead maker={maker} />
        <Title>
          {partWords[part].title}: {event.title}
        </Title>
        {event.state === 'cancelled' ? <p class="govuk-body govuk-!-font-weight-bold">This event is cancelled.</p> : null}
        <P>{[day ? sayLongDay(day) : 'No date yet', venueLine(event)].filter(Boolean).join('. ')}</P>
      </div>
      {children}
    </div>
  )
}
