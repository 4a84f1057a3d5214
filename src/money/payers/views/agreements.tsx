import { sayDay, sayInstant, sayShortDay } from '#base/dates.ts'
import type { Slice } from '#base/db/list-rows.ts'
import { Rowed } from '#base/list/views.tsx'
import { Heading, Link, P, SummaryList } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Agreement, DrawnLine } from '../agreement.ts'
import { payerPath } from '../payer-record.ts'
import { saySpan } from '../words.ts'

const home = '/organiser/finance/agreements'

export const ofWhom = (one: Agreement) => (
  <Link
    href={payerPath(one.schoolId === null ? { kind: 'trust', trustUid: one.trustUid ?? '' } : { kind: 'school', schoolId: one.schoolId })}
  >
    {schoolLabel({ name: one.ofName, town: one.ofTown, urn: one.ofUrn })}
  </Link>
)

const drawnSaid = (line: DrawnLine) => (line.places < 0 ? 'Drawn down' : 'Given back')

const lineColumns = [
  { name: 'When', cell: ({ at }: DrawnLine) => <span class="muster-nowrap">{sayInstant(at)}</span> },
  { name: 'What', cell: drawnSaid },
  {
    name: 'Event',
    cell: ({ title, startsAt }: DrawnLine) => (
      <>
        {title}
        {startsAt ? <span class="muster-quiet">, {sayShortDay(startsAt)}</span> : null}
      </>
    ),
  },
  { name: 'School', cell: (line: DrawnLine) => schoolLabel({ name: line.schoolName, town: line.schoolTown, urn: line.schoolUrn }) },
  { name: 'Booking', cell: ({ reference }: DrawnLine) => reference },
  { name: 'Used after it', numeric: true, cell: ({ inUse }: DrawnLine) => sayNumber(inUse) },
]

type AgreementPageProps = {
  agreement: Agreement
  lines: Slice<DrawnLine>
  url: string
  mayWrite: boolean
}

export const AgreementPage = ({ agreement, lines, url, mayWrite }: AgreementPageProps) => (
  <>
    <SummaryList
      rows={[
        ['Of', ofWhom(agreement)],
        ['For events', saySpan(agreement)],
        ['Places', agreement.places === null ? 'Any number' : sayNumber(agreement.places)],
        ['Used now', sayNumber(agreement.used)],
        ['Left', agreement.places === null ? undefined : sayNumber(Math.max(0, agreement.places - agreement.used))],
        ['Added', sayDay(agreement.createdAt)],
        ['Ended', agreement.endedAt === null ? undefined : sayInstant(agreement.endedAt)],
      ]}
    />
    {mayWrite && agreement.endedAt === null ? (
      <P>
        <Link href={`${home}/${agreement.id}/end`}>End this agreement</Link>
      </P>
    ) : null}
    <Heading>How it was drawn down</Heading>
    <Rowed
      slice={lines}
      columns={lineColumns}
      url={url}
      caption="Places drawn down and given back, the newest first"
      captionClass="govuk-visually-hidden"
      none={<P>No place has been drawn from it yet.</P>}
    />
  </>
)

export const sayEnding = ({ used }: Agreement): string => {
  if (used === 0) return 'None are drawn from it now.'
  return used === 1 ? 'The one place that is drawn from it stays covered.' : `The ${used} places that are drawn from it stay covered.`
}
