import type { StaffDay } from '#attendance/requirements/coming.ts'
import type { Act } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { endStaffDays, insertStaffDays } from './staff-day-store.ts'

export type KeptStaffDay = StaffDay & { id: string }

/**
 * Keeps these as the staff days of a school (a root), of which `shown` were known to whoever typed:
 * those that they left out end, and what somebody else entered meanwhile is kept.
 */
export const saveStaffDays = async (
  act: Act,
  schoolId: string,
  { shown, days }: { shown: readonly KeptStaffDay[]; days: readonly StaffDay[] },
): Promise<Result<void, 'changed'>> => {
  const isSame = (a: StaffDay, b: StaffDay) => a.day === b.day && a.what === b.what
  const ended = shown.filter((one) => !days.some((day) => isSame(one, day))).map(({ id }) => id)
  const added = days.filter((day) => !shown.some((one) => isSame(one, day)))
  if (ended.length + added.length === 0) return ok(undefined)
  const saved = await atomically(
    act.db,
    [
      endStaffDays(act, schoolId, ended),
      insertStaffDays(act, schoolId, added),
      logged(act, { act: 'school.staff_days_saved', subject: ['school', schoolId], schoolId, after: { added: added.length, ended } }),
    ],
    { 'StaffDay.schoolId, StaffDay.heldOn': 'changed' } as const,
  )
  return saved.ok ? ok(undefined) : saved
}
