import type { Act, Moment } from '#base/act.ts'
import { addMinutes, type Instant, instant } from '#base/dates.ts'
import { type Condition, exists } from '#base/db/condition.ts'
import { all, mapped, type Read } from '#base/db/read.ts'
import { update, upsert } from '#base/db/write.ts'
import type { ErasureList } from './erasure-list.ts'
import { erasedRecords, listOfErased } from './erasure-list-store.ts'

export const selectErased = (db: SqlDatabase): Read<ErasureList> =>
  mapped(all<{ id: string; erasedAt: Instant }>(db.prepare(erasedRecords)), listOfErased)

// Minutes after which the list in the bucket is compared again, and a person is tried again.
const pause = 60

/** Somebody was erased since the list was compared, or that is long ago. */
export const listDue = ({ now, files }: Moment): readonly Condition[] =>
  files
    ? [{ sql: `NOT EXISTS (SELECT 1 FROM Setting WHERE key = 'erasures' AND changedAt > ?1)`, values: [instant(addMinutes(now, -pause))] }]
    : []

export const noteCompared = ({ db, now }: Act): SqlStatement =>
  upsert(db, 'Setting', ['key'], { key: 'erasures', value: 'null', changedAt: instant(now) })

export const forgetCompared = ({ db }: Act): SqlStatement => db.prepare(`DELETE FROM Setting WHERE key = 'erasures'`)

const toTry = 'FROM ErasureToRepeat WHERE triedAt <= ?1'

export const repeatsDue = ({ now }: Moment): readonly Condition[] => [exists(`SELECT 1 ${toTry}`, instant(addMinutes(now, -pause)))]

export const selectToRepeat = ({ db, now }: Act, most: number): Read<{ personId: string }[]> =>
  all<{ personId: string }>(
    db.prepare(`SELECT personId ${toTry} ORDER BY triedAt, personId LIMIT ${most}`).bind(instant(addMinutes(now, -pause))),
  )

/** Who is still to be erased again, tried or not. */
export const selectNamed = (db: SqlDatabase): Read<{ personId: string }[]> =>
  all<{ personId: string }>(db.prepare('SELECT personId FROM ErasureToRepeat ORDER BY personId'))

export const noteTried = ({ db, now }: Act, personId: string): SqlStatement =>
  update(db, 'ErasureToRepeat', { triedAt: instant(now) }, { personId })
