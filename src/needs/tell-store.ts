import type { Act } from '../act.ts'
import type { Instant } from '../dates.ts'
import { guard } from '../db/atomically.ts'

/** Lets the batch go on only when this delegate has told nobody about this booking since then. */
export const notToldSince = (act: Act, of: { bookingId: string; personId: string }, since: Instant): D1PreparedStatement =>
  guard(
    act.db,
    `NOT EXISTS (SELECT 1 FROM Message WHERE bookingId = ?1 AND personId = ?2 AND kind = 'delegate_says' AND createdAt > ?3)`,
    of.bookingId,
    of.personId,
    since,
  )
