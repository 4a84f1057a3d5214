import { P } from '#base/web/page-parts.tsx'
import { type Dimension, isOfContext } from '../coverage.ts'
import { type Part, sayDifference } from '../difference.ts'

/** How far one group is from all others; and what figures by the context of schools cannot show. */
export const DifferenceNote = ({ parts, what, by }: { parts: readonly Part[]; what: string; by: Dimension }) => (
  <>
    {parts.length > 1 ? <P>{sayDifference(parts, what)}</P> : null}
    {isOfContext(by) ? (
      <P>
        This is what the national register says of each school. It says nothing of any pupil, and is no substitute for an assessment of the
        impact on equality.
      </P>
    ) : null}
  </>
)
