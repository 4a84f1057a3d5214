import type { Act } from '#base/act.ts'
import type { Day } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { storedAs } from '#base/db/stored-row.ts'
import type { LogEntry } from '#base/log/entry.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result, refuse } from '#base/result.ts'
import { type PayerDetails, payerIdOf, type Route, type WhoPays } from './payer.ts'
import { type DefaultSaid, detailNames } from './payer-record.ts'
import { insertCentral, insertDetails, insertRoute, replaceDefault, supersede } from './payer-store.ts'

const changed = 'changed_meanwhile' as const

const subjectOf = (payer: WhoPays): Pick<LogEntry, 'subject' | 'schoolId'> => ({
  subject: ['payer', payerIdOf(payer)],
  schoolId: payer.kind === 'school' ? payer.schoolId : undefined,
})

/** A form sent twice sets one. @returns 'routes_overlap' when another covers one of the days */
export const sayRoute = async (
  act: Act,
  payer: WhoPays,
  said: { id: string; route: Route; fromDay: Day; toDay: Day | null; reason: string },
): Promise<Result<true, 'routes_overlap' | 'saved_otherwise'>> => {
  const { id, route, fromDay, toDay } = said
  const result = await atomically(
    act.db,
    [
      ...insertRoute(act, { ...said, payer }),
      logged(act, { act: 'payer.route_set', ...subjectOf(payer), after: { id, route, fromDay, toDay } }),
    ],
    { routes_overlap: 'routes_overlap', 'PayerRoute.id': 'routes_overlap' },
  )
  if (result.ok) return ok(true)
  const stored = await storedAs(act.db, 'PayerRoute', id, { payerId: payerIdOf(payer), ...said })
  if (stored === undefined) return result
  return stored === 'same' ? ok(true) : refuse('saved_otherwise')
}

/** Ends a route before `toDay`, or (null) as if never set. Bookings made under it keep it. */
export const stopRoute = async (act: Act, payer: WhoPays, id: string, toDay: Day | null): Promise<Result<true, typeof changed>> => {
  const result = await atomically(
    act.db,
    [
      ...supersede(act, 'PayerRoute', id, toDay),
      logged(act, { act: 'payer.route_ended', ...subjectOf(payer), before: { id }, after: { toDay } }),
    ],
    { [guardBroken]: changed },
  )
  return result.ok ? ok(true) : result
}

/** Sets that the trust pays for its schools, for events from a day until before another. */
export const sayCentral = async (
  act: Act,
  trustUid: string,
  said: { id: string; fromDay: Day; toDay: Day | null },
): Promise<Result<true, 'routes_overlap' | 'saved_otherwise'>> => {
  const result = await atomically(
    act.db,
    [
      ...insertCentral(act, { ...said, trustUid }),
      logged(act, { act: 'payer.central_set', ...subjectOf({ kind: 'trust', trustUid }), after: said }),
    ],
    { central_payers_overlap: 'routes_overlap', 'CentralPayer.id': 'routes_overlap' },
  )
  if (result.ok) return ok(true)
  const stored = await storedAs(act.db, 'CentralPayer', said.id, { trustUid, ...said })
  if (stored === undefined) return result
  return stored === 'same' ? ok(true) : refuse('saved_otherwise')
}

export const stopCentral = async (act: Act, trustUid: string, id: string, toDay: Day | null): Promise<Result<true, typeof changed>> => {
  const result = await atomically(
    act.db,
    [
      ...supersede(act, 'CentralPayer', id, toDay),
      logged(act, { act: 'payer.central_ended', ...subjectOf({ kind: 'trust', trustUid }), before: { id }, after: { toDay } }),
    ],
    { [guardBroken]: changed },
  )
  return result.ok ? ok(true) : result
}

/** The log names the changed fields without their values. @param seen what the form showed */
export const saveDetails = async (
  act: Act,
  payer: WhoPays,
  details: PayerDetails,
  seen: (PayerDetails & { id: string }) | undefined,
): Promise<Result<true, typeof changed>> => {
  const fields = detailNames.filter((name) => details[name] !== (seen?.[name] ?? ''))
  if (fields.length === 0) return ok(true)
  const result = await atomically(
    act.db,
    [
      ...insertDetails(act, payer, details, seen?.id ?? ''),
      logged(act, { act: 'payer.details_changed', ...subjectOf(payer), after: { fields } }),
    ],
    { [guardBroken]: changed },
  )
  return result.ok ? ok(true) : result
}

export type DefaultChange = Pick<DefaultSaid, 'status' | 'area'> & { route: DefaultSaid['route'] | undefined; seenId: string }

/** Sets the default routes by status and area, all changes or none. */
export const saveDefaults = async (act: Act, changes: readonly DefaultChange[]): Promise<Result<true, typeof changed>> => {
  if (changes.length === 0) return ok(true)
  const result = await atomically(
    act.db,
    [
      ...changes.flatMap((change) => replaceDefault(act, change)),
      ...changes.map(({ status, area, route }) =>
        logged(act, { act: 'route_default.changed', subject: ['route_default', `${status}-${area}`], after: { route: route ?? '' } }),
      ),
    ],
    { [guardBroken]: changed },
  )
  return result.ok ? ok(true) : result
}
