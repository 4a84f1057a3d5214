import { confidential, type ShownTable } from '#attendance/coverage/suppression.ts'
import { Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { type KeptCount, sayCounts } from '../progress.ts'

type Shown = { title: string; year: string; report: number | null; counts: readonly KeptCount[]; table: ShownTable }

export const CountedPage = ({ rounds, reason }: { rounds: readonly Shown[]; reason: string }) => (
  <>
    <Title>Annual return: what was counted</Title>
    <P>These counts were kept by the clock at the deadline and at the final date, and never change. Schools are named to officers alone.</P>
    {rounds.length === 0 ? <P>No round has come to its deadline yet.</P> : <P>{reason}</P>}
    {rounds.map(({ title, year, report, counts, table }) => (
      <>
        <Table
          caption={`${title}, ${year}: ${table.totals.includes(confidential) ? 'too few to say how many' : sayCounts(counts)}`}
          columns={['Phase', ...table.columns.map((text) => ({ text, numeric: true as const })), { text: 'Asked', numeric: true }]}
          rows={[
            ...table.rows.map(({ key, cells, total }) => [key, ...cells.map(String), String(total)]),
            ['All', ...table.totals.map(String), String(table.total)],
          ]}
        />
        {report === null ? null : (
          <P>
            <Link href={`/coverage/returns/reports/${report}`}>Results: report {report}, final</Link>
          </P>
        )}
      </>
    ))}
  </>
)
