import { sayDay } from '../../dates.ts'
import { Table } from '../../web/page-parts.tsx'
import { isRefusalReason, type RefusalCount, refusalWords, shownDays } from '../refusal.ts'

export const RefusalsPage = ({ counts }: { counts: readonly RefusalCount[] }) => (
  <>
    <h1 class="govuk-heading-l">Who was turned away</h1>
    <p class="govuk-body">
      How often in the last {shownDays} days, by reason and by kind of page. Some wrong codes a day are people who mistype; hundreds are
      somebody who tries. Nobody is named here: whoever runs the service finds the lines of one network together in its logs.
    </p>
    {counts.length === 0 ? (
      <p class="govuk-body">Nobody was turned away.</p>
    ) : (
      <Table
        caption="Turned away, by day"
        captionClass="govuk-visually-hidden"
        columns={['Day', 'Why', 'At', { text: 'Times', numeric: true }]}
        rows={counts.map(({ day, reason, route, n }) => [
          sayDay(day),
          isRefusalReason(reason) ? refusalWords[reason] : reason,
          route,
          String(n),
        ])}
      />
    )}
  </>
)
