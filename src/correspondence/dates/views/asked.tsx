import type { Child } from 'hono/jsx'
import type { ComingEvent } from '#attendance/requirements/coming.ts'
import { londonDay, sayDay, sayLongDay } from '#base/dates.ts'
import { Bullets, Heading, Link, P, Table } from '#base/web/page-parts.tsx'
import { firstStart } from '#events/events/event.ts'
import type { DateAsked } from '../date.ts'

type AskedDatesProps = {
  waiting: readonly DateAsked[]
  /** Dates that can be booked for what is chosen. */
  open: readonly ComingEvent[]
  ask: Child
  end: (one: DateAsked) => Child
}

export const AskedDates = ({ waiting, open, ask, end }: AskedDatesProps) => (
  <>
    <P>We look each morning, and write once, as soon as a date can be booked and has a place free. Those who asked first are told first.</P>
    {open.length === 0 ? null : (
      <>
        <Heading>Dates that you can book now</Heading>
        <Bullets>
          {open.map((event) => (
            <li>
              <Link href={`/events/${event.code}`}>{event.title}</Link>, {sayLongDay(londonDay(firstStart(event) ?? ''))}
            </li>
          ))}
        </Bullets>
      </>
    )}
    {ask}
    {waiting.length === 0 ? null : (
      <Table
        caption="You wait to hear of"
        columns={['Topic or course', 'Asked', 'What to do']}
        rows={waiting.map((one) => [one.label, sayDay(londonDay(one.askedAt)), end(one)])}
      />
    )}
  </>
)
