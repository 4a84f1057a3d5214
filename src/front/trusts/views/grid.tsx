import type { Day } from '#base/dates.ts'
import { Files } from '#base/list/views.tsx'
import { PageHead } from '#base/web/page-head.tsx'
import { Link, P, Table } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { type GridRow, sumsOf } from '#front/home/grid.ts'
import { factsOf, SchoolsTable, sayLeads } from '#front/home/views/grid.tsx'
import type { TrustGuidance } from '#guidance/answers/asked.ts'
import type { OwnTrust } from '#schools/schools/record.ts'

type GridPageProps = {
  trust: OwnTrust
  today: Day
  schools: readonly GridRow[]
  guidance: readonly TrustGuidance[]
}

export const GridOfTrust = ({ trust, schools, guidance, today }: GridPageProps) => (
  <>
    <PageHead
      title={trust.name}
      facts={schools.length === 0 ? [] : [counted(schools.length, 'school'), ...factsOf(sumsOf(schools))]}
      acts={
        schools.length === 0 ? null : (
          <>
            <a class="govuk-button" href={`/trusts/${trust.uid}/book`}>
              Book for several schools
            </a>
            <Link href="/school/due">Book who is due</Link>
          </>
        )
      }
    />
    {schools.length === 0 ? (
      <P>No open school is under this trust in the register today. A school that joins it stands here once the register says so.</P>
    ) : (
      <>
        <P>{sayLeads(sumsOf(schools))}</P>
        <SchoolsTable schools={schools} today={today} caption="Schools of the trust" />
        <Files at={`/trusts/${trust.uid}/schools`} query="" says="Download these rows" />
        {guidance.length > 0 ? (
          <Table
            caption="Guidance that asks for an answer"
            columns={['Document', { text: 'Schools', numeric: true }, { text: 'Answered', numeric: true }]}
            rows={guidance.map((one) => [
              <Link href={`/trusts/${trust.uid}/guidance/${one.versionId}`}>
                {one.title}, version {one.number}
              </Link>,
              String(one.schools),
              String(one.answered),
            ])}
          />
        ) : null}
        <P>
          <Link href={`/trusts/${trust.uid}/guidance`}>All guidance, school by school</Link>
        </P>
      </>
    )}
    <P>A school that has left the trust, or has closed, is not here. Its bookings stay with it.</P>
  </>
)
