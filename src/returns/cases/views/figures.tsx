import { sayDay } from '#base/dates.ts'
import { Button, Select } from '#base/web/field.tsx'
import { Link, P, Pagination, Table, Title } from '#base/web/page-parts.tsx'
import { bands, type CaseAudit, figuresOf, obstacles, sayYear } from '../audit.ts'
import { type AuditedSchool, pageSize } from '../school.ts'

export const CaseFiguresPage = ({
  open,
  schools,
  audits,
  year,
  current,
  page,
  url,
}: {
  /** How many schools are open. */
  open: number
  /** Those of them on this page. */
  schools: readonly AuditedSchool[]
  /** Of all open schools in the year, by schools and by the council. */
  audits: readonly CaseAudit[]
  year: number
  current: number
  page: number
  url: string
}) => {
  const [own, council] = [figuresOf(audits.filter((one) => one.bySchool === 1)), figuresOf(audits.filter((one) => one.bySchool === 0))]
  const row = (label: string, a: number, b: number) => [label, `${a} of ${own.schools}`, `${b} of ${council.schools}`]
  const last = (schoolId: string, bySchool: 0 | 1) => audits.find((one) => one.schoolId === schoolId && one.bySchool === bySchool)
  const sayLast = (one: CaseAudit | undefined): string =>
    one ? `${sayDay(one.doneOn)}: ${bands[one.readBand]} read, ${bands[one.completeBand]?.toLowerCase()} complete` : ''
  return (
    <>
      <span class="govuk-caption-l">School year {sayYear(year)}</span>
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
      <Table
        caption="Schools"
        columns={['School', 'As the school states', 'By the council']}
        rows={schools.map(({ id, name, town }) => [
          <Link href={`/organiser/schools/${id}/case-records`}>
            {name}, {town}
          </Link>,
          sayLast(last(id, 1)),
          sayLast(last(id, 0)),
        ])}
      />
      <Pagination {...{ url, page, pageSize }} total={open} />
    </>
  )
}
