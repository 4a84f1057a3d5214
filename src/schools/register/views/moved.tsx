import { sayMoney } from '#base/money.ts'
import { Link } from '#base/web/page-parts.tsx'
import { counted, listed } from '#base/words.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { joinOf, type Moved, type Review, type Side } from '../review.ts'

const movedNames: Record<Exclude<keyof Moved, 'owed' | 'credit' | 'priced'>, readonly [one: string, many: string]> = {
  bookings: ['booking', 'bookings'],
  places: ['place booked', 'places booked'],
  waiting: ['place held or waiting', 'places held or waiting'],
  requests: ['booking request', 'booking requests'],
  attended: ['person who attended', 'people who attended'],
  walkIns: ['person who attended without a booking', 'people who attended without a booking'],
  earlier: ['attendance from before this service', 'attendances from before this service'],
  certificates: ['certificate', 'certificates'],
  roles: ['role held', 'roles held'],
  contacts: ['contact', 'contacts'],
  approvals: ['approval to book', 'approvals to book'],
  claims: ['request to book for it', 'requests to book for it'],
  documents: ['document issued to it', 'documents issued to it'],
  audits: ['safeguarding audit', 'safeguarding audits'],
  chases: ['open follow-up', 'open follow-ups'],
  exceptions: ['exception from a training rule', 'exceptions from training rules'],
}

/** What counts for a school, as `2 bookings`, `£95.00 to pay`. */
export const sayMoved = ({ owed, credit, priced: _priced, ...counts }: Moved): string[] => [
  ...(Object.keys(movedNames) as (keyof typeof movedNames)[]).flatMap((name) =>
    counts[name] > 0 ? [counted(counts[name], ...movedNames[name])] : [],
  ),
  ...(owed > 0 ? [`${sayMoney(owed)} to pay`] : []),
  ...(credit > 0 ? [`${sayMoney(credit)} in credit`] : []),
]

/** What joining does, before it is decided. */
export const Joining = ({ review, sides }: { review: Review; sides: readonly Side[] }) => {
  const [ended, open] = [sides.find(({ urn }) => urn === review.urn), sides.find(({ urn }) => urn === review.otherUrn)]
  if (!ended || !open || ended.rootId === open.rootId) return null
  const { younger, older } = joinOf(ended, open)
  const moved = sayMoved(younger.counts)
  const priced = younger.counts.priced + older.counts.priced
  return (
    <div class="govuk-inset-text" id="joining">
      If it is the same school, {schoolLabel(younger)} becomes part of{' '}
      <Link href={`/organiser/schools/${older.rootId}`}>{schoolLabel(older)}</Link>, and{' '}
      {moved.length === 0 ? 'there is nothing to move' : `these count there: ${listed(moved)}`}.{' '}
      {priced === 0
        ? 'Nobody is told. '
        : `${counted(priced, 'booking that costs something is', 'bookings that cost something are')} given a new price as of one school: the person who booked is told if the price or the payer changes, and nobody else is told. `}
      What is booked afterwards stays there if you take the decision back.
    </div>
  )
}
