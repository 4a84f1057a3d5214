import { sayDay } from '#base/dates.ts'
import { Link, P, Pagination, Table, Title } from '#base/web/page-parts.tsx'
import type { UnsaidEvent } from '../counted.ts'

export const unsaidPage = 50

type UnsaidEventsPageProps = {
  events: readonly UnsaidEvent[]
  total: number
  page: number
  url: string
  isOrganiser: boolean
}

/** Events of which nobody has said what they count towards. */
export const UnsaidEventsPage = ({ events, total, page, url, isOrganiser }: UnsaidEventsPageProps) => (
  <>
    <Title>Events of which nobody has said what they count towards</Title>
    <P>
      Until somebody says so, the purpose, topic, level and length of an event decide what it counts towards. An organiser can also say that
      it counts towards nothing.
    </P>
    {events.length === 0 ? (
      <P>{total > 0 ? 'There is no such page of this list.' : 'Of every event that is public somebody has said what it counts towards.'}</P>
    ) : (
      <Table
        caption="Public events, the latest first"
        columns={['Event', 'First day']}
        rows={events.map(({ code, title, startsAt }) => [
          <Link href={isOrganiser ? `/organiser/events/${code}/requirements` : `/events/${code}`}>{title}</Link>,
          startsAt ? sayDay(startsAt) : 'No date yet',
        ])}
      />
    )}
    <Pagination url={url} page={page} pageSize={unsaidPage} total={total} />
  </>
)
