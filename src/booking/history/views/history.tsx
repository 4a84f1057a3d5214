import { sayInstant } from '#base/dates.ts'
import type { Entry, History } from '../history.ts'

/** One timeline, the newest last, that can be printed. */
export const HistoryPage = ({
  history,
  entries,
}: {
  history: Pick<History, 'reference' | 'eventTitle' | 'school'>
  entries: readonly Entry[]
}) => (
  <div class="govuk-grid-row">
    <div class="govuk-grid-column-two-thirds">
      <span class="govuk-caption-l muster-break">{history.eventTitle}</span>
      <h1 class="govuk-heading-l">History of booking {history.reference}</h1>
      <p class="govuk-body">{history.school}. Everything that happened, the newest last; names are those of today.</p>
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
      <p class="govuk-body">
        <a class="govuk-link" href={`/bookings/${history.reference}`}>
          Back to the booking
        </a>
      </p>
    </div>
  </div>
)
