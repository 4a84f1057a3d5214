import type { Child } from 'hono/jsx'
import { type Day, sayDay, sayLongDay } from '#base/dates.ts'
import { Button, DayField, type Problems } from '#base/web/field.tsx'
import { Heading, P, SummaryList } from '#base/web/page-parts.tsx'
import type { Timetable } from '../timetable.ts'

type MeetingDatesProps = {
  action: string
  meets: string
  dates: Timetable | undefined
  today: Day
  problems?: Problems | undefined
  children?: Child
}

/** Asks for the day of a meeting, and says by when what has to be done for it. */
export const MeetingDates = ({ action, meets, dates, today, problems, children }: MeetingDatesProps) => {
  const by = (day: Day): string => `${sayLongDay(day)}${day < today ? ' (over)' : ''}`
  return (
    <>
      <Heading>Dates for a meeting</Heading>
      <form method="get" action={action} novalidate>
        {children}
        <DayField name="meets" label="When does the committee meet?" value={meets} problems={problems} />
        <Button kind="secondary">Show the dates</Button>
      </form>
      {dates ? (
        <>
          <P>To name schools at the meeting on {sayDay(dates.meetsOn)}:</P>
          <SummaryList
            rows={[
              ['Show schools what we publish by', by(dates.showBy)],
              ['Decide on their answers by', by(dates.decideBy)],
              ['Publish by', by(dates.publishBy)],
            ]}
          />
          <P>
            Papers are public five clear days before the meeting. Each school has {dates.replyDays} school days to answer, from the day
            after it reaches the school. A school that it reaches later cannot be named at the meeting.
          </P>
          {dates.isWhole ? null : <P>Term dates or bank holidays of this time are not entered. Enter them, and look again.</P>}
        </>
      ) : null}
    </>
  )
}
