import { categoryLabel } from '#attendance/coverage/coverage.ts'
import { Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { type CountedRound, sayCounts } from '../progress.ts'

export const CountedPage = ({ rounds }: { rounds: readonly CountedRound[] }) => (
  <>
    <Title>Safeguarding audit: what was counted</Title>
    <P>These counts were kept by the clock at the deadline and at the final date, and never change. Schools are named to officers alone.</P>
    {rounds.length === 0 ? <P>No audit has reached its deadline yet.</P> : null}
    {rounds.map(({ title, year, report, counts, phases }) => {
      const sum = (of: 'answered' | 'asked') => phases.reduce((all, one) => all + one[of], 0)
      return (
        <>
          <Table
            caption={`${title}, ${year}: ${sayCounts(counts)}`}
            columns={['Phase', ...['Answered', 'Not answered', 'Asked'].map((text) => ({ text, numeric: true as const }))]}
            rows={[
              ...phases.map(({ phase, ...of }) => ({ label: categoryLabel('phase', phase, phase), ...of })),
              { label: 'All', answered: sum('answered'), asked: sum('asked') },
            ].map(({ label, answered, asked }) => [label, String(answered), String(asked - answered), String(asked)])}
          />
          {report === null ? null : (
            <P>
              <Link href={`/coverage/returns/reports/${report}`}>Results: report {report}, final</Link>
            </P>
          )}
        </>
      )
    })}
  </>
)
