import { Caption, Link, P, Title } from '#base/web/page-parts.tsx'
import type { RecordLine } from '../record.ts'
import type { SchoolCard } from '../school.ts'
import { RecordOfEvents } from './record.tsx'

export const OwnSchoolPage = ({ school, lines, now }: { school: SchoolCard; lines: readonly RecordLine[]; now: string }) => (
  <>
    <Title>
      <Caption>{school.name}</Caption>
      Bookings, and who came
    </Title>
    <P>
      <Link href="/events">See the events and book places</Link>
      <br />
      <Link href={`/school/${school.id}/record`}>Training record for governors and inspectors</Link>
    </P>
    <RecordOfEvents
      lines={lines}
      now={now}
      audience="school"
      emptyPast="There is no record yet of anyone from your school. If someone did attend, tell the council."
    />
  </>
)
