import { sayInstant } from '#base/dates.ts'
import { Link, P } from '#base/web/page-parts.tsx'
import type { Entry, History } from '../history.ts'

type HistoryPageProps = {
  history: Pick<History, 'reference' | 'school'>
  entries: readonly Entry[]
}

export const HistoryPage = ({ history, entries }: HistoryPageProps) => (
  <>
    <P>{history.school}. Everything that happened, the newest last; names are those of today.</P>
    <ol class="govuk-list muster-timeline">
      {entries.map(({ at, sentence, who, where }) => (
        <li>
          <time datetime={at} class="govuk-!-font-weight-bold">
            {sayInstant(at)}
          </time>
          <div class="muster-break">{sentence}</div>
          <div class="muster-quiet">{[who, where].filter(Boolean).join(', ')}</div>
        </li>
      ))}
    </ol>
    <P>
      <Link href={`/bookings/${history.reference}`}>Back to the booking</Link>
    </P>
  </>
)
