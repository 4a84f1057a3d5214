import { selectMovable } from '#people/people/merge-store.ts'
import { db } from '#test/support/factories.ts'

/** What names a person now, as a comparison page would have read it. */
export const movable = async (personId: string): Promise<string> => (await selectMovable(db, personId).first<{ ids: string }>())?.ids ?? ''
