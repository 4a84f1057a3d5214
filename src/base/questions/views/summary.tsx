import { ShareBar } from '#base/web/chart.tsx'
import { Table } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import type { Summary } from '../summary.ts'

/** In per cent, rounded. */
export const share = (n: number, of: number): number => (of === 0 ? 0 : Math.round((n / of) * 100))

type SummaryTableProps = Summary & {
  caption: string
  captionClass: string
  /** What is counted, such as people. */
  unit: string
  of: number
}

/** How often each answer was given, with its share; or figures of numbers. */
export const SummaryTable = ({ rows, hasShares, caption, captionClass, unit, of }: SummaryTableProps) => (
  <Table
    caption={caption}
    captionClass={captionClass}
    columns={hasShares ? ['Answer', { text: unit, numeric: true }, 'Share'] : ['Answers', { text: 'Figure', numeric: true }]}
    rows={rows.map(([text, n]) => [
      text,
      sayNumber(n),
      ...(hasShares
        ? [
            <span class="muster-answer-share">
              <ShareBar n={n} of={of} /> {share(n, of)}%
            </span>,
          ]
        : []),
    ])}
  />
)
