import { sayDay } from '#base/dates.ts'
import { P, Table, Title } from '#base/web/page-parts.tsx'
import { pageName } from '../page-name.ts'
import { isRefusalReason, type RefusalCount, refusalWords, shownDays } from '../refusal.ts'

/** In the order of the counts. */
const byPage = (counts: readonly RefusalCount[]) =>
  [...Map.groupBy(counts, ({ day, reason, route }) => `${day} ${reason} ${pageName(route)}`).values()].map(([first, ...more]) => ({
    ...(first as RefusalCount),
    page: pageName(first?.route ?? ''),
    n: [first as RefusalCount, ...more].reduce((sum, { n }) => sum + n, 0),
  }))

export const RefusalsPage = ({ counts }: { counts: readonly RefusalCount[] }) => (
  <>
    <Title>Refused attempts</Title>
    <P>
      How often in the last {shownDays} days, by reason and by kind of page. Some wrong codes a day are people who mistype; hundreds are
      somebody who tries. Nobody is named here: people who run the service find the lines of one network together in its logs.
    </P>
    {counts.length === 0 ? (
      <P>Nothing was refused.</P>
    ) : (
      <Table
        caption="Refused attempts, by day"
        captionClass="govuk-visually-hidden"
        columns={['Day', 'Why', 'Where', { text: 'Times', numeric: true }]}
        rows={byPage(counts).map(({ day, reason, page, n }) => [
          sayDay(day),
          isRefusalReason(reason) ? refusalWords[reason] : reason,
          page,
          String(n),
        ])}
      />
    )}
  </>
)
