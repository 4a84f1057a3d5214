import { readNow } from '#base/db/read.ts'
import { selectMovable } from '#people/people/merge-store.ts'
import { db } from '#test/support/factories.ts'

/** What names a person now, as a comparison page would have read it. */
export const movable = (personId: string): Promise<string> => readNow(db, selectMovable(db, personId))
