import { londonDay, sayDay, sayTime } from '#base/dates.ts'
import { ColumnChart, LineChart } from '#base/web/chart.tsx'
import { Details, Heading, Link, P, Table } from '#base/web/page-parts.tsx'
import { stepsTo } from '#base/web/scale.ts'
import { counted, sayNumber } from '#base/words.ts'
import { allPlaces, type EventDetails, firstStart } from '#events/events/event.ts'
import { Filled } from '#events/events/views/places.tsx'
import { type Arrived, arrivedBySlot, type BookedRow, bookedByWeek, slotLength } from '../picture.ts'

const week = 7 * 24 * 60 * 60_000

const sayWeeks = (weeks: number): string => (weeks === 0 ? 'The last week' : `${counted(weeks, 'week')} before`)

type BookedProps = { event: EventDetails; booked: readonly BookedRow[]; now: Date }

/** How its places were booked, beside the date before it in its series. */
export const BookedChart = ({ event, booked, now }: BookedProps) => {
  const start = firstStart(event)
  if (!start || event.state === 'draft' || !booked.some(({ isEarlier }) => isEarlier === 0)) return null
  const weeksLeft = Math.max(0, Math.floor((Date.parse(londonDay(start)) - Date.parse(londonDay(now))) / week))
  const rows = bookedByWeek(booked, weeksLeft)
  const own = rows.flatMap(({ weeks, booked: n }) => (n === undefined ? [] : [{ x: -weeks, n }]))
  const earlier = rows.flatMap(({ weeks, earlier: n }) => (n === undefined ? [] : [{ x: -weeks, n }]))
  const code = booked.find(({ isEarlier }) => isEarlier === 1)?.earlierCode
  const [n, before] = [own.at(-1)?.n ?? 0, earlier.at(-1)?.n ?? 0]
  return (
    <div class="govuk-grid-column-one-half">
      <Heading>Bookings over time</Heading>
      {code ? (
        <P>
          In dashes: the <Link href={`/organiser/events/${code}`}>date before it in this series</Link>.
        </P>
      ) : null}
      {rows.length < 2 ? null : (
        <figure class="muster-bars">
          <LineChart
            says={`${counted(n, 'place')} booked${code ? `, ${sayNumber(before)} of the date before it` : ''}. The table has the same numbers by week.`}
            lines={[
              ...(code ? [{ points: earlier, end: `${sayNumber(before)} before`, isEarlier: true }] : []),
              { points: own, end: sayNumber(n) },
            ]}
            whole={{ n: allPlaces(event), says: counted(allPlaces(event), 'place') }}
            until={0}
            labels={stepsTo(rows[0]?.weeks ?? 0)
              .toReversed()
              .map((weeks) => ({ x: -weeks, says: weeks === 0 ? ['The day'] : [counted(weeks, 'week'), 'before'] }))}
          />
        </figure>
      )}
      <Details summary="Bookings by week">
        <Table
          caption="Places that are still booked"
          captionClass="govuk-table__caption--s"
          columns={['Week', { text: 'This event', numeric: true }, ...(code ? [{ text: 'Date before', numeric: true as const }] : [])]}
          rows={rows.map(({ weeks, booked: of, earlier: then }) => [sayWeeks(weeks), of ?? '–', ...(code ? [then ?? '–'] : [])])}
        />
      </Details>
    </div>
  )
}

/** How full each workshop is, by what was chosen. */
export const WorkshopsFilled = ({ event }: { event: EventDetails }) => {
  const workshops = event.state === 'draft' ? [] : event.sessions.filter(({ block }) => block !== '')
  return workshops.length === 0 ? null : (
    <div class="govuk-grid-column-one-half">
      {' '}
      <Table
        caption="How full each workshop is"
        columns={['Workshop', 'Chosen']}
        rows={workshops.map(({ title, capacity, chosen }) => [
          title,
          capacity === null ? sayNumber(chosen) : <Filled event={{ capacity, taken: chosen, onlineCapacity: null }} />,
        ])}
      />
    </div>
  )
}

/** When people arrived, once somebody has. */
export const ArrivedChart = ({ arrived }: { arrived: readonly Arrived[] }) => {
  const slots = arrivedBySlot(arrived)
  const first = slots[0]
  if (!first) return null
  const timeOf = (slot: number): string => sayTime(new Date(slot * slotLength))
  const all = slots.reduce((sum, { n }) => sum + n, 0)
  const day = sayDay(new Date(first.slot * slotLength))
  return (
    <>
      <Heading>Arrivals on {day}</Heading>
      <figure class="muster-bars">
        <ColumnChart
          says={`${counted(all, 'person', 'people')} arrived, in columns of five minutes. The table has the same numbers.`}
          columns={slots.map(({ slot, n }) => ({ label: timeOf(slot), n }))}
        />
      </figure>
      <Details summary="Arrivals in five minutes">
        <Table
          caption={`${counted(all, 'person', 'people')} arrived`}
          captionClass="govuk-table__caption--s"
          columns={['From', { text: 'Arrived', numeric: true }]}
          rows={slots.filter(({ n }) => n > 0).map(({ slot, n }) => [timeOf(slot), n])}
        />
      </Details>
    </>
  )
}
