import { Button, Select } from '#base/web/field.tsx'
import { Link, P, Table } from '#base/web/page-parts.tsx'
import { counted } from '#base/words.ts'
import { bands, type CaseAudit, figuresOf, obstacles, sayYear } from '../audit.ts'

type CaseFiguresProps = {
  open: number
  /** Of all open schools in the year. */
  audits: readonly CaseAudit[]
  year: number
  current: number
}

export const CaseFigures = ({ open, audits, year, current }: CaseFiguresProps) => {
  const [own, council] = [figuresOf(audits.filter((one) => one.bySchool === 1)), figuresOf(audits.filter((one) => one.bySchool === 0))]
  const row = (label: string, a: number, b: number) => [label, `${a} of ${own.schools}`, `${b} of ${council.schools}`]
  return (
    <>
      <p class="govuk-body govuk-!-font-weight-bold">
        {own.schools} of {open} schools state that they read their case records; the council read records at {council.schools} of {open}.
      </p>
      <P>Counted is the last audit of each open school in the year. A school that states none may have read them.</P>
      <form method="get" class="muster-actions">
        <Select
          name="year"
          label="School year"
          value={String(year)}
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
    </>
  )
}

export const NotAudited = ({ schools }: { schools: number }) =>
  schools > 0 ? (
    <P>
      {counted(schools, 'open school')}: no audit on record in the year. To note one,{' '}
      <Link href="/organiser/schools?state=open">find the school</Link> and choose <em>Audits of case records</em> on its page.
    </P>
  ) : null
