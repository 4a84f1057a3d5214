import { sayDay } from '#base/dates.ts'
import { Button, Select } from '#base/web/field.tsx'
import { Caption, Link, P, Pagination, Table, Title } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { bands, type CaseAudit, figuresOf, obstacles, sayYear } from '../audit.ts'

const pageSize = 50

type CaseFiguresPageProps = {
  open: number
  /** Of all open schools in the year. */
  audits: readonly (CaseAudit & { name: string; town: string })[]
  year: number
  current: number
  page: number
  url: string
}

export const CaseFiguresPage = ({ open, audits, year, current, page, url }: CaseFiguresPageProps) => {
  const [own, council] = [figuresOf(audits.filter((one) => one.bySchool === 1)), figuresOf(audits.filter((one) => one.bySchool === 0))]
  const schools = [...new Map(audits.map((one) => [one.schoolId, one])).values()].toSorted(
    (a, b) => a.name.localeCompare(b.name, 'en') || (a.schoolId < b.schoolId ? -1 : 1),
  )
  const rest = open - schools.length
  const row = (label: string, a: number, b: number) => [label, `${a} of ${own.schools}`, `${b} of ${council.schools}`]
  const last = (schoolId: string, bySchool: 0 | 1) => audits.find((one) => one.schoolId === schoolId && one.bySchool === bySchool)
  const sayLast = (one: CaseAudit | undefined): string =>
    one ? `${sayDay(one.doneOn)}: ${bands[one.readBand]} read, ${bands[one.completeBand]?.toLowerCase()} complete` : ''
  return (
    <>
      <Caption>School year {sayYear(year)}</Caption>
      <Title>Audits of case records</Title>
      <p class="govuk-body govuk-!-font-weight-bold">
        {own.schools} of {open} schools state that they read their case records; the council read records at {council.schools} of {open}.
      </p>
      <P>Counted is the last audit of each open school in the year. A school that states none may have read them.</P>
      <form method="get" class="muster-actions">
        <Select
          {...{ name: 'year', label: 'School year', value: String(year) }}
          options={Array.from({ length: 6 }, (_, n) => ({ value: String(current - n), text: sayYear(current - n) }))}
        />
        <Button kind="secondary">Show</Button>
      </form>
      <Table
        caption="What was found"
        columns={['Finding', { text: 'As schools state', numeric: true }, { text: 'By the council', numeric: true }]}
        rows={[
          ...bands.map((band, n) => row(`Read: ${band.toLowerCase()}`, own.read[n] ?? 0, council.read[n] ?? 0)),
          ...bands.map((band, n) => row(`Complete: ${band.toLowerCase()}`, own.complete[n] ?? 0, council.complete[n] ?? 0)),
          ...Object.entries(obstacles).map(([key, text]) =>
            row(text, own.named[key as keyof typeof obstacles], council.named[key as keyof typeof obstacles]),
          ),
        ]}
      />
      {schools.length > 0 ? (
        <Table
          caption={`Schools with an audit in the year: ${schools.length}`}
          columns={['School', 'As the school states', 'By the council']}
          rows={schools
            .slice((page - 1) * pageSize, page * pageSize)
            .map(({ schoolId, name, town }) => [
              <Link href={`/organiser/schools/${schoolId}/case-records`}>{[name, town].filter(Boolean).join(', ')}</Link>,
              sayLast(last(schoolId, 1)),
              sayLast(last(schoolId, 0)),
            ])}
        />
      ) : null}
      <Pagination {...{ url, page, pageSize }} total={schools.length} />
      {rest > 0 ? (
        <P>
          {counted(rest, 'open school')}: no audit on record in the year. To note one,{' '}
          <Link href="/organiser/schools?state=open">find the school</Link> and choose <em>Audits of case records</em> on its page.
        </P>
      ) : null}
    </>
  )
}
