// What a form that is shown again holds: what was picked and pasted put into rows, rows enough for the places asked for, and the field that
// a refusal is about.
import type { Day } from '#base/dates.ts'
import type { Problems } from '#base/web/field.tsx'
import type { EventDetails } from '#events/events/event.ts'
import { type Colleague, mostDelegates, personKey, type RoleOption, rolesFor } from './booking.ts'
import { emptyRow, isBlank, type Row, type TypedBooking, withPeople } from './forms.ts'
import { readPasted, sayNextForm, sayPasteProblem, sayRoom } from './pasted-people.ts'

/** The rows to show: one for each place to be named now. */
export const rowsFor = (typed: TypedBooking): TypedBooking['rows'] => {
  const wanted = typed.later ? 0 : Math.min(Number(typed.places) || 0, mostDelegates)
  return [...typed.rows, ...Array.from({ length: Math.max(0, wanted - typed.rows.length) }, emptyRow)]
}

const fieldFor: Readonly<Record<string, string>> = {
  event_full: 'wait',
  others_are_waiting: 'wait',
  held_back: 'wait',
  role_not_invited: 'role-1',
  unknown_role: 'role-1',
  unknown_school: 'represents-1-1',
  same_person_twice: 'name-1',
  already_has_place: 'name-1',
  not_a_name: 'name-1',
  contact_is_staff: 'contactEmail',
}

/**
 * Of several people, the field of the one who cannot be booked so; else the field that the refusal is about.
 *
 * @param holders keys of those who have a place already
 */
export const fieldAtFault = (
  reason: string,
  rows: readonly Row[],
  roles: readonly string[],
  schools: readonly string[],
  holders: readonly string[],
): string => {
  for (const [index, row] of rows.entries()) {
    if ((reason === 'role_not_invited' || reason === 'unknown_role') && row.roleId && !roles.includes(row.roleId))
      return `role-${index + 1}`
    const other = row.represents.findIndex((id) => !schools.includes(id))
    if (reason === 'unknown_school' && other >= 0) return `represents-${index + 1}-${other + 1}`
    if (reason === 'already_has_place' && holders.includes(personKey(row))) return `name-${index + 1}`
  }
  return fieldFor[reason] ?? 'places'
}

/** What was picked and pasted, put into the rows; with what is wrong with the lines pasted, which then stay. */
export const filledIn = <T extends Pick<TypedBooking, 'rows' | 'picks' | 'pasted'>>(
  typed: T,
  { event, roles, colleagues, day }: { event: EventDetails; roles: readonly RoleOption[]; colleagues: readonly Colleague[]; day: Day },
  most = mostDelegates,
): { typed: T; problems: Problems } => {
  const picked = colleagues.filter((colleague) => typed.picks.includes(colleague.id))
  const meant = rolesFor(event, roles, day)
  const all = rolesFor({ audience: { roles: [], kinds: [] } }, roles, day)
  const { people, problems } = readPasted(typed.pasted, all, most, meant)
  const added = [
    ...picked.map(({ name, email, roleId }) => ({ name, email, roleId: meant.some((role) => role.id === roleId) ? (roleId ?? '') : '' })),
    ...people,
  ]
  const before = typed.rows.filter((row) => !isBlank(row)).length
  const rows = withPeople(typed.rows, added)
  const together = rows.filter((row) => !isBlank(row)).length
  // Nobody is left out in silence: with too many, nobody is filled in.
  if (problems.length === 0 && together > most)
    return {
      typed,
      problems: {
        'pasted-1': `With the ${before} people named already there would be ${together}, and ${sayRoom(most)}. Nobody is filled in yet, and all are still in the box: leave ${most - before} in it${sayNextForm(most)}`,
      },
    }
  return {
    typed: { ...typed, rows, picks: [], pasted: problems.length > 0 ? typed.pasted : '' },
    problems: Object.fromEntries(problems.map((problem, index) => [`pasted-${index + 1}`, sayPasteProblem(problem)])),
  }
}
