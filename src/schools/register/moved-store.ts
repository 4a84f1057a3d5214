// SQL: what counts for a school, and moves when two become one.
import type { Moved } from './review.ts'

// Joined to the school `m`.
const joined: Record<Exclude<keyof Moved, 'owed' | 'credit'>, string> = {
  bookings: 'Booking x ON x.schoolId = m.id AND x.cancelledAt IS NULL',
  priced: 'Booking x ON x.schoolId = m.id AND EXISTS (SELECT 1 FROM PlacePrice y WHERE y.bookingId = x.id AND y.supersededAt IS NULL)',
  places: `Place x ON x.schoolId = m.id AND x.state = 'confirmed'`,
  waiting: `Place x ON x.schoolId = m.id AND x.state = 'held'`,
  requests: `BookingRequest x ON x.schoolId = m.id AND x.state = 'waiting'`,
  attended: `Place x ON x.schoolId = m.id AND EXISTS (SELECT 1 FROM CurrentMark k WHERE k.placeId = x.id AND k.markType IN ('attended', 'part'))`,
  walkIns: `WalkIn x ON x.schoolId = m.id AND EXISTS (SELECT 1 FROM CurrentMark k WHERE k.walkInId = x.id AND k.markType IN ('attended', 'part'))`,
  earlier: 'EarlierAttendance x ON x.schoolId = m.id AND x.supersededAt IS NULL',
  certificates: 'Certificate x ON x.schoolId = m.id AND NOT EXISTS (SELECT 1 FROM CertificateEnd z WHERE z.certificateId = x.id)',
  roles: 'RoleAtSchool x ON x.schoolId = m.id AND x.supersededAt IS NULL AND x.toDate IS NULL',
  contacts: 'SchoolContact x ON x.schoolId = m.id AND x.endedAt IS NULL',
  approvals: `Claim x ON x.schoolId = m.id AND x.state = 'approved'`,
  claims: `Claim x ON x.schoolId = m.id AND x.state = 'requested'`,
  documents: 'GuidanceIssue x ON x.schoolId = m.id',
  audits: 'SchoolReturn x ON x.schoolId = m.id',
  chases: 'Chase x ON x.schoolId = m.id AND x.endedAt IS NULL',
  exceptions: 'RequirementException x ON x.schoolId = m.id AND x.supersededAt IS NULL',
}

/** SQL: per booking and of money on account, as the school's pages add up. */
const sums = (root: string): string => `(
  SELECT SUM(l.pence + l.vatPence) AS owed FROM School m JOIN Booking b ON b.schoolId = m.id JOIN LedgerLine l ON l.bookingId = b.id
  WHERE m.rootId = ${root} GROUP BY b.id, l.payerId
  UNION ALL SELECT SUM(l.pence + l.vatPence) FROM School m JOIN Payer p ON p.schoolId = m.id JOIN LedgerLine l ON l.payerId = p.id AND l.bookingId IS NULL
  WHERE m.rootId = ${root})`

/** SQL: JSON of `Moved` for a root. */
export const movedOf = (root: string): string =>
  `json_object(${[
    ...Object.entries(joined).map(([name, of]) => `'${name}', (SELECT COUNT(*) FROM School m JOIN ${of} WHERE m.rootId = ${root})`),
    `'owed', (SELECT COALESCE(SUM(MAX(owed, 0)), 0) FROM ${sums(root)})`,
    `'credit', (SELECT COALESCE(-SUM(MIN(owed, 0)), 0) FROM ${sums(root)})`,
  ].join(', ')})`
